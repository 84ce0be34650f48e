import type { BodyStore } from "#domain/ports";
import type { ProxyCallLog, ProxyCallRecord } from "#domain/proxy/ports";
import type { CallTrace } from "./call-trace.ts";

export interface CallLogServices {
  readonly proxyCallLog: ProxyCallLog;
  readonly bodies: BodyStore;
  readonly now: () => number;
  readonly inBackground: (promise: Promise<void>) => void;
}

/** Takes down what became of a call. Returns at once: the caller has its answer already, or is getting it. */
export type LogCall = (orgId: string, call: Omit<ProxyCallRecord, "traceAt">, trace: CallTrace) => void;

interface Waiting {
  readonly calls: { readonly call: Omit<ProxyCallRecord, "traceAt">; readonly trace: CallTrace }[];
  flushingSince: number;
}

/** Calls of one organization that end within this time share one R2 object and one D1 batch. */
const GATHER_MS = 500;
/** More are written at once: what waits is in memory, and lost if the isolate dies. */
const MAX_WAITING = 100;
/** A flush whose invocation was ended by the platform is overtaken by the next call. */
const FLUSH_LOST_MS = 10_000;

/**
 * The log of calls, written in the background and many at a time. What a crash may lose is the record of calls that were
 * answered in the half second before it, never a call: whoever asked has got their answer from the upstream itself.
 */
export function createCallLog({ proxyCallLog, bodies, now, inBackground }: CallLogServices): LogCall {
  const waiting = new Map<string, Waiting>();

  async function flush(orgId: string, own: Waiting): Promise<void> {
    await scheduler.wait(GATHER_MS);
    while (own.calls.length > 0) {
      const batch = own.calls.splice(0, MAX_WAITING);
      try {
        const segment = bodies.openSegment(orgId, now());
        const records = batch.map(({ call, trace }) => ({
          ...call,
          traceAt: segment.add(JSON.stringify(trace)),
        }));
        await proxyCallLog.record(orgId, records, await segment.write());
      } catch (error) {
        const lost = batch.length;
        console.error(JSON.stringify({ event: "proxy_log.lost", orgId, lost, error: String(error) }));
      }
    }
    own.flushingSince = 0;
    if (waiting.get(orgId) === own) waiting.delete(orgId);
  }

  return (orgId, call, trace) => {
    const own = waiting.get(orgId) ?? { calls: [], flushingSince: 0 };
    waiting.set(orgId, own);
    own.calls.push({ call, trace });
    const moment = now();
    if (own.flushingSince > 0 && moment - own.flushingSince < FLUSH_LOST_MS) return;
    own.flushingSince = moment;
    inBackground(flush(orgId, own));
  };
}

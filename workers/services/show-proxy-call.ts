import type { BodyStore } from "#domain/ports";
import { Problem } from "#domain/problem";
import type { ProxyCallLog, ProxyCallRecord } from "#domain/proxy/ports";
import type { CallTrace } from "./call-trace.ts";

interface Services {
  readonly proxyCallLog: ProxyCallLog;
  readonly bodies: BodyStore;
}

export interface ShownCall {
  readonly record: ProxyCallRecord;
  /** Null when it is no longer kept. */
  readonly trace: CallTrace | null;
}

/** @throws Problem 404 */
export async function showProxyCall(services: Services, orgId: string, id: string): Promise<ShownCall> {
  const record = await services.proxyCallLog.find(orgId, id);
  if (record === null) {
    throw new Problem(
      "not_found",
      "There is no such call, or it is not in the log yet: look again in a second.",
    );
  }
  const text = record.traceAt === null ? null : await services.bodies.read(record.traceAt);
  return { record, trace: text === null || text === "" ? null : (JSON.parse(text) as CallTrace) };
}

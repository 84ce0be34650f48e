/** Starts a subject, sends it loads, and takes the figures. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Child, startChild } from "./child.ts";
import { nowMs, sleep } from "./clock.ts";
import { collectDuring, readHeapMb } from "./isolate-heap.ts";
import type { GeneratorQuestions, Load, Published } from "./load-generator.ts";
import { OPERATIONS_PATH } from "./operation-counter.ts";
import type { OperationCounts } from "./operation-counts.ts";
import { readProcessStats } from "./process-stats.ts";
import type { Arrivals, DeliverySample, ReceiverQuestions } from "./receiver.ts";
import { type Reconciliation, reconcile } from "./reconcile.ts";
import type { SubjectQuestions } from "./subject.ts";
import type { Inspected, Mode } from "./subjects/subject.ts";

/** Deliveries may pause this long (a long garbage collection, a retry) before the rest counts as lost. */
const QUIET_MS = 8_000;
const LONGEST_LOAD_MS = 180_000;
const POLL_MS = 25;

export interface Figures extends Reconciliation {
  /** CPU milliseconds per accepted event: workerd with its D1, R2 and queue simulators, and Miniflare's Node host. */
  readonly workerdCpuMs: number;
  readonly hostCpuMs: number;
  /** workerd's resident memory when everything had been delivered. */
  readonly rssMb: number;
}

export type LoadShape = DistributiveOmit<Load, "url" | "apiKey" | "name">;
type DistributiveOmit<Union, Key extends PropertyKey> = Union extends unknown ? Omit<Union, Key> : never;

export interface Bench {
  /** Run `use` against a fresh subject on fresh storage, both gone afterwards. */
  withSubject<Result>(
    subject: string,
    mode: Mode,
    use: (running: Measured) => Promise<Result>,
  ): Promise<Result>;
  stop(): Promise<void>;
}

export interface Measured {
  /** Send one load, wait until it has been delivered, and reconcile. */
  run(shape: LoadShape): Promise<Figures>;
  operations(): Promise<OperationCounts>;
  samples(): readonly DeliverySample[];
  /** What deliveries are signed with, `whsec_` and base64. */
  readonly signingSecret: string;
  /** As `run`, with every isolate collecting meanwhile, and memory read afterwards; for subjects that are `inspected`. */
  runAndReadMemory(shape: LoadShape): Promise<Figures & Memory>;
}

export interface Memory {
  /** What the Worker's isolate uses after a collection. */
  readonly heapMb: number;
  /** workerd's resident memory. */
  readonly rssMb: number;
}

/** Start the generator and the receiver, which serve every subject in turn. */
export async function startBench(): Promise<Bench> {
  const generator = startChild<GeneratorQuestions>(new URL("load-generator.ts", import.meta.url));
  const receiver = startChild<ReceiverQuestions>(new URL("receiver.ts", import.meta.url));
  const { url: targetUrl } = await receiver.ask("listen", undefined);
  return {
    async withSubject(subject, mode, use) {
      const folder = await mkdtemp(join(tmpdir(), "gateway-bench-"));
      const host = startChild<SubjectQuestions>(new URL("subject.ts", import.meta.url));
      try {
        const running = await host.ask("start", { subject, mode, targetUrl, folder }, 120_000);
        return await use(createMeasured({ ...running, hostPid: host.pid }, generator, receiver));
      } finally {
        await host.stop();
        await rm(folder, { recursive: true, force: true });
      }
    },
    async stop() {
      await Promise.all([generator.stop(), receiver.stop()]);
    },
  };
}

export interface MeasuredTarget {
  readonly url: string;
  readonly apiKey: string;
  readonly workerdPids: readonly number[];
  readonly hostPid: number;
  readonly signingSecret: string;
  readonly inspected: Inspected | null;
}

let loads = 0;

/** `run` resets the receiver: the loads of one receiver go one after another, whichever target they are for. */
export function createMeasured(
  target: MeasuredTarget,
  generator: Child<GeneratorQuestions>,
  receiver: Child<ReceiverQuestions>,
): Measured {
  const samples: DeliverySample[] = [];
  async function run(shape: LoadShape): Promise<Figures> {
    await receiver.ask("reset", undefined);
    const before = [readProcessStats(target.workerdPids), readProcessStats([target.hostPid])] as const;
    const load: Load = { ...shape, url: target.url, apiKey: target.apiKey, name: `load-${++loads}` };
    const published = await generator.ask("publish", load, LONGEST_LOAD_MS);
    const arrivals = await awaitArrivals(published, receiver);
    const after = [readProcessStats(target.workerdPids), readProcessStats([target.hostPid])] as const;
    samples.push(...arrivals.samples);
    const events = Math.max(1, published.acceptedMs.length);
    return {
      ...reconcile(published, arrivals),
      workerdCpuMs: (after[0].cpuMs - before[0].cpuMs) / events,
      hostCpuMs: (after[1].cpuMs - before[1].cpuMs) / events,
      rssMb: after[0].rssMb,
    };
  }

  return {
    run,
    async operations() {
      const response = await fetch(new URL(OPERATIONS_PATH, target.url));
      return (await response.json()) as OperationCounts;
    },
    samples: () => samples,
    signingSecret: target.signingSecret,
    async runAndReadMemory(shape) {
      const { inspected } = target;
      if (inspected === null) throw new Error("this subject is not inspected");
      const figures = await collectDuring(inspected, () => run(shape));
      const heapMb = await readHeapMb(inspected, () => wake(target));
      return { ...figures, heapMb, rssMb: readProcessStats(target.workerdPids).rssMb };
    },
  };
}

/** A request that changes nothing: no event for the bare pipeline, no such page for the gateway. */
async function wake({ url, apiKey }: MeasuredTarget): Promise<void> {
  const headers = { "content-type": "application/json", authorization: `Bearer ${apiKey}` };
  const response = await fetch(url, { method: "POST", headers, body: '{"events":[]}' });
  await response.arrayBuffer();
}

/** Until every accepted event has arrived, or nothing new has for QUIET_MS. */
async function awaitArrivals(published: Published, receiver: Child<ReceiverQuestions>): Promise<Arrivals> {
  let seen = 0;
  let lastNewsMs = nowMs();
  const deadlineMs = lastNewsMs + LONGEST_LOAD_MS;
  while (seen < published.ids.length && nowMs() < deadlineMs && nowMs() - lastNewsMs < QUIET_MS) {
    await sleep(POLL_MS);
    const distinct = await receiver.ask("distinct", undefined);
    if (distinct === seen) continue;
    seen = distinct;
    lastNewsMs = nowMs();
  }
  // The last fetch is answered before its row, segment and confirmation are written; that work belongs to this load.
  await sleep(published.ids.length === 0 ? 0 : 500);
  return await receiver.ask("snapshot", undefined);
}

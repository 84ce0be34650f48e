/**
 * Cloudflare's list prices in USD per million units, paid plan, beyond what the plan includes.
 *
 * Looked up in November 2026. D1 and Durable Objects: stored copies of developers.cloudflare.com/d1/platform/pricing and
 * /durable-objects/platform/pricing. Workers, Queues and R2: third-party summaries that name those products' pricing
 * pages. Storage and the monthly fee are left out: they grow with how long somebody keeps events, not with their number.
 */
import type { OperationCounts } from "./operation-counts.ts";

export const USD_PER_MILLION: Readonly<Record<keyof OperationCounts, number>> = {
  workerRequests: 0.3,
  objectRequests: 0.15,
  objectRowsRead: 0.001,
  objectRowsWritten: 1.0,
  databaseRowsRead: 0.001,
  databaseRowsWritten: 1.0,
  queueOperations: 0.4,
  bucketWrites: 4.5,
  bucketReads: 0.36,
};

const USD_PER_MILLION_CPU_MS = 0.02;
const USD_PER_MILLION_GB_SECONDS = 12.5;
/** A Durable Object is billed as 128 MB for as long as it is active. */
const OBJECT_GB = 0.128;

export interface Price {
  /** USD per million events, line by line. */
  readonly lines: Readonly<Record<keyof OperationCounts, number>>;
  /** All of workerd's CPU, which includes simulating D1, R2 and the queue: too high rather than too low. */
  readonly cpu: number;
  readonly total: number;
}

/** What a million events cost when each costs `counts` operations and `cpuMs` of CPU. */
export function price(counts: OperationCounts, cpuMs: number): Price {
  const lines = { ...USD_PER_MILLION };
  let total = 0;
  for (const name of Object.keys(lines) as (keyof OperationCounts)[]) {
    lines[name] = counts[name] * USD_PER_MILLION[name];
    total += lines[name];
  }
  const cpu = cpuMs * USD_PER_MILLION_CPU_MS;
  return { lines, cpu, total: total + cpu };
}

/**
 * An estimate, shown beside the price: what a million events cost in object duration if `activeObjects` objects stay
 * active while events come at `eventsPerSecond`. Busy objects are cheap per event; an idle one hibernates.
 */
export function objectDurationUsd(activeObjects: number, eventsPerSecond: number): number {
  const seconds = 1_000_000 / eventsPerSecond;
  return (activeObjects * seconds * OBJECT_GB * USD_PER_MILLION_GB_SECONDS) / 1_000_000;
}

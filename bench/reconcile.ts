/** Holds what was accepted against what arrived, event by event. Pure. */
import type { Published } from "./load-generator.ts";
import { percentile } from "./percentile.ts";
import type { Arrivals } from "./receiver.ts";

export interface Reconciliation {
  readonly attempted: number;
  readonly accepted: number;
  /** Events whose post got no 202. */
  readonly refused: number;
  readonly firstRefusal: string | null;
  /** Accepted events that arrived at least once. */
  readonly delivered: number;
  /** Accepted, never arrived. */
  readonly lost: number;
  /** Arrived more than once. */
  readonly duplicated: number;
  /** Arrived under an id that was never answered, or under none. */
  readonly unexpected: number;
  /** The same id answered for two different events. */
  readonly idsAnsweredTwice: number;
  readonly acceptedPerSecond: number;
  readonly deliveredPerSecond: number;
  readonly answerMs: { readonly p50: number; readonly p99: number };
  readonly publishToDeliveredMs: { readonly p50: number; readonly p99: number };
}

/** Rates run from the first post to the last answer and to the last first arrival. */
export function reconcile(published: Published, arrivals: Arrivals): Reconciliation {
  const arrived = new Map(arrivals.ids.map((id, index) => [id, arrivals.firstMs[index] ?? 0]));
  const accepted = new Set(published.ids);
  const startMs = least(published.sentMs);
  const latenciesMs: number[] = [];
  let lastArrivalMs = startMs;
  for (const [index, id] of published.ids.entries()) {
    const arrivedMs = arrived.get(id);
    if (arrivedMs === undefined) continue;
    latenciesMs.push(arrivedMs - (published.sentMs[index] ?? 0));
    lastArrivalMs = Math.max(lastArrivalMs, arrivedMs);
  }
  const delivered = [...accepted].filter((id) => arrived.has(id)).length;
  return {
    attempted: published.attempted,
    accepted: published.acceptedMs.length,
    refused: Object.values(published.refused).reduce((sum, events) => sum + events, 0),
    firstRefusal: published.firstRefusal ?? null,
    delivered,
    lost: accepted.size - delivered,
    duplicated: arrivals.counts.filter((count) => count > 1).length,
    unexpected: arrivals.ids.filter((id) => !accepted.has(id)).length + arrivals.anonymous,
    idsAnsweredTwice: published.ids.length - accepted.size,
    acceptedPerSecond: perSecond(
      published.acceptedMs.length,
      greatest(published.acceptedMs, startMs) - startMs,
    ),
    deliveredPerSecond: perSecond(delivered, lastArrivalMs - startMs),
    answerMs: { p50: percentile(published.answerMs, 0.5), p99: percentile(published.answerMs, 0.99) },
    publishToDeliveredMs: { p50: percentile(latenciesMs, 0.5), p99: percentile(latenciesMs, 0.99) },
  };
}

function perSecond(events: number, durationMs: number): number {
  return durationMs <= 0 ? 0 : (events * 1000) / durationMs;
}

function least(values: readonly number[]): number {
  return values.reduce((lowest, value) => Math.min(lowest, value), values[0] ?? 0);
}

function greatest(values: readonly number[], floor: number): number {
  return values.reduce((highest, value) => Math.max(highest, value), floor);
}

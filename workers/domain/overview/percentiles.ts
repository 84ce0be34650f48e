import type { Durations } from "./tally.ts";

export interface Percentiles {
  readonly p50Ms: number | null;
  readonly p95Ms: number | null;
  readonly p99Ms: number | null;
  /** Attempts that these were made of. */
  readonly attempts: number;
}

/** By the nearest rank: always a time that was really met. */
export function percentilesOf(all: readonly Durations[]): Percentiles {
  const merged = new Map<number, number>();
  let attempts = 0;
  for (const durations of all) {
    for (const [ms, count] of durations) {
      merged.set(ms, (merged.get(ms) ?? 0) + count);
      attempts += count;
    }
  }
  const sorted = [...merged].sort(([a], [b]) => a - b);
  const at = (share: number): number | null => {
    let rank = Math.ceil(share * attempts);
    for (const [ms, count] of sorted) {
      rank -= count;
      if (rank <= 0) return ms;
    }
    return null;
  };
  return { p50Ms: at(0.5), p95Ms: at(0.95), p99Ms: at(0.99), attempts };
}

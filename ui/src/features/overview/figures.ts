import type { Overview } from "./use-overview.ts";

type Bucket = Overview["buckets"][number];
type Totals = Overview["totals"];
interface Bounded {
  readonly count: number;
  readonly exact: boolean;
}

/** Something was attempted: what a success rate is of. */
export function tried({ delivered, failed, deadLettered, discarded }: Totals): number {
  return delivered + failed + deadLettered + discarded;
}

export function volumeOf(totals: Totals): number {
  return tried(totals) + totals.waiting + totals.notSent;
}

/** Between 0 and 1 for every span; a span in which nothing was tried has none. */
export function rateOf(buckets: readonly Bucket[]): (number | null)[] {
  return buckets.map((bucket) => {
    const all = tried(bucket);
    return all === 0 ? null : bucket.delivered / all;
  });
}

export type Change =
  | { readonly kind: "up" | "down"; readonly by: number }
  | { readonly kind: "same" | "fresh" | "unknown" };

/** Against the window before. Of two numbers that are only known to be at least so high, nothing can be said. */
export function changeOf(now: Bounded, before: Bounded): Change {
  if (!now.exact || !before.exact) return { kind: "unknown" };
  if (before.count === 0 && now.count > 0) return { kind: "fresh" };
  const by = now.count - before.count;
  if (by === 0) return { kind: "same" };
  return by > 0 ? { kind: "up", by } : { kind: "down", by: -by };
}

/** Where the log is listed with these filters. The names are those of the API. */
export function deliveriesLink(org: string | null, filter: Readonly<Record<string, string>>): string {
  return `/o/${org}/deliveries?${new URLSearchParams(filter)}`;
}

/** Nothing in the range, nothing dead, nothing waiting: perhaps nothing ever. */
export function isSilent({ totals, deadLetters, waiting, deliveriesLookedAt }: Overview): boolean {
  const waits = waiting.pending.count + waiting.held.count + waiting.retrying.count;
  return deliveriesLookedAt === 0 && volumeOf(totals) === 0 && deadLetters.count === 0 && waits === 0;
}

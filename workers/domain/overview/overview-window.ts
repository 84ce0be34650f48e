import type { Span } from "../health/health-trend.ts";

export const OVERVIEW_WINDOWS = ["1h", "24h", "7d"] as const;
export type OverviewWindow = (typeof OVERVIEW_WINDOWS)[number];

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

const SHAPES: Readonly<Record<OverviewWindow, { readonly buckets: number; readonly bucketMs: number }>> = {
  "1h": { buckets: 12, bucketMs: 5 * MINUTE_MS },
  "24h": { buckets: 24, bucketMs: HOUR_MS },
  "7d": { buckets: 28, bucketMs: 6 * HOUR_MS },
};

export function bucketMsOf(window: OverviewWindow): number {
  return SHAPES[window].bucketMs;
}

/**
 * The buckets of a window, the oldest first. They begin at whole multiples of their length, so that a bucket that was
 * counted once is the same bucket for whoever asks a minute later; the last one is still running.
 */
export function bucketsOf(window: OverviewWindow, now: number): readonly Span[] {
  const { buckets, bucketMs } = SHAPES[window];
  const last = Math.floor(now / bucketMs) * bucketMs;
  return Array.from({ length: buckets }, (_, index) => {
    const from = last - (buckets - 1 - index) * bucketMs;
    return { from, to: from + bucketMs };
  });
}

/** The window itself and the one of the same length right before it, for comparing the two. */
export function windowAndBefore(window: OverviewWindow, now: number): readonly [Span, Span] {
  const { buckets, bucketMs } = SHAPES[window];
  const from = bucketsOf(window, now)[0]?.from ?? now;
  return [
    { from, to: now + 1 },
    { from: from - buckets * bucketMs, to: from },
  ];
}

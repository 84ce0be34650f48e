import { type DeliverySample, healthParts, healthScore } from "./health-score.ts";

const DAY_MS = 86_400_000;
export const TREND_DAYS = 7;
/** A smaller difference is noise: one slow afternoon moves a score by so much. */
const NOTICEABLE = 3;

export interface Span {
  readonly from: number;
  readonly to: number;
}

export interface TrendPoint extends Span {
  readonly score: number | null;
}

export type TrendDirection = "rising" | "falling" | "steady" | "unknown";

/** Days of 24 hours that end now, the oldest first. Of the last one the score itself is known. */
export function trendSpans(now: number): readonly Span[] {
  return Array.from({ length: TREND_DAYS }, (_, index) => {
    const to = now - (TREND_DAYS - 1 - index) * DAY_MS;
    return { from: to - DAY_MS, to };
  });
}

/**
 * A past day by the same formula. What was a dead letter on that day and is none any more is not kept anywhere, so its
 * dead letters are those of its own deliveries that still are; and whoever attempted anything was up.
 */
export function scoreOfDay(sample: DeliverySample, deadLetters: number): number | null {
  const now = sample.lastAttemptAt ?? 0;
  return healthScore(healthParts({ day: sample, deadLetters, delivering: true, now }));
}

/** The last three days against those before, as far as they are known. */
export function directionOf(points: readonly TrendPoint[]): TrendDirection {
  const recent = meanScore(points.slice(-3));
  const earlier = meanScore(points.slice(0, -3));
  if (recent === null || earlier === null) return "unknown";
  const change = recent - earlier;
  if (Math.abs(change) < NOTICEABLE) return "steady";
  return change > 0 ? "rising" : "falling";
}

function meanScore(points: readonly TrendPoint[]): number | null {
  const known = points.flatMap(({ score }) => score ?? []);
  return known.length === 0 ? null : known.reduce((sum, score) => sum + score, 0) / known.length;
}

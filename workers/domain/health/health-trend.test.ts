import { describe, expect, it } from "vitest";
import { directionOf, scoreOfDay, trendSpans } from "./health-trend.ts";

const NOW = Date.parse("2026-11-20T12:00:00Z");
const points = (scores: readonly (number | null)[]) =>
  trendSpans(NOW).map((span, index) => ({ ...span, score: scores[index] ?? null }));

describe("a trend", () => {
  it("has seven days without a gap that end now", () => {
    const spans = trendSpans(NOW);
    expect(spans).toHaveLength(7);
    expect(spans.at(-1)?.to).toBe(NOW);
    spans.slice(1).forEach((span, index) => {
      expect(span.from).toBe(spans[index]?.to);
    });
  });

  it.each([
    [[90, 90, 90, 90, 70, 70, 70], "falling"],
    [[70, 70, 70, 70, 90, 90, 90], "rising"],
    [[90, 88, 90, 89, 90, 88, 90], "steady"],
    [[null, 40, null, null, null, 90, null], "rising"],
    [[null, null, null, null, 90, 90, 90], "unknown"],
    [[90, 90, 90, 90, null, null, null], "unknown"],
  ] as const)("of %j is %s", (scores, direction) => {
    expect(directionOf(points(scores))).toBe(direction);
  });

  it("judges a past day by its own deliveries and their dead letters", () => {
    const day = { succeeded: 50, failed: 50, averageMs: 0, lastAttemptAt: NOW };
    expect(scoreOfDay(day, 0)).toBe(75);
    expect(scoreOfDay(day, 20)).toBe(60);
    expect(scoreOfDay({ succeeded: 0, failed: 0, averageMs: null, lastAttemptAt: null }, 0)).toBeNull();
  });
});

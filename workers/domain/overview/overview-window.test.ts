import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bucketMsOf, bucketsOf, OVERVIEW_WINDOWS, windowAndBefore } from "./overview-window.ts";

const NOW = Date.parse("2026-11-20T12:34:56.789Z");
const HOUR_MS = 3_600_000;

describe("the buckets of a window", () => {
  it("are twelve of five minutes, twenty-four of an hour, twenty-eight of six hours", () => {
    const shapes = OVERVIEW_WINDOWS.map((window) => [bucketsOf(window, NOW).length, bucketMsOf(window)]);
    expect(shapes).toEqual([
      [12, HOUR_MS / 12],
      [24, HOUR_MS],
      [28, 6 * HOUR_MS],
    ]);
  });

  it("begin at the clock's own marks, so that a minute later they are the same ones", () => {
    const [first] = bucketsOf("24h", NOW);
    expect(new Date(first?.from ?? 0).toISOString()).toBe("2026-11-19T13:00:00.000Z");
    expect(bucketsOf("24h", NOW + 60_000)).toEqual(bucketsOf("24h", NOW));
  });

  it("follow each other without a gap, and now is in the last one", () => {
    const moments = fc.integer({ min: 0, max: 4_000_000_000_000 });
    fc.assert(
      fc.property(fc.constantFrom(...OVERVIEW_WINDOWS), moments, (window, now) => {
        const buckets = bucketsOf(window, now);
        buckets.slice(1).forEach((bucket, index) => {
          expect(bucket.from).toBe(buckets[index]?.to);
        });
        const last = buckets.at(-1);
        expect(last?.from).toBeLessThanOrEqual(now);
        expect(last?.to).toBeGreaterThan(now);
      }),
    );
  });

  it("have a window of the same number of buckets right before them to be compared with", () => {
    const [current, before] = windowAndBefore("7d", NOW);
    expect(current.from).toBe(bucketsOf("7d", NOW)[0]?.from);
    expect(current.to).toBe(NOW + 1);
    expect(before.to).toBe(current.from);
    expect(before.to - before.from).toBe(7 * 24 * HOUR_MS);
  });
});

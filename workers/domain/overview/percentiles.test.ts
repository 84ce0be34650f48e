import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { percentilesOf } from "./percentiles.ts";

const each = (values: readonly number[]) => values.map((ms) => new Map([[ms, 1]]));

describe("percentiles", () => {
  it("are unknown without attempts", () => {
    expect(percentilesOf([new Map()])).toEqual({ p50Ms: null, p95Ms: null, p99Ms: null, attempts: 0 });
  });

  it("are by the nearest rank over all that was counted", () => {
    const hundred = each(Array.from({ length: 100 }, (_, index) => index + 1));
    expect(percentilesOf(hundred)).toEqual({ p50Ms: 50, p95Ms: 95, p99Ms: 99, attempts: 100 });
    expect(percentilesOf([new Map([[20, 99]]), new Map([[900, 1]])])).toMatchObject({
      p50Ms: 20,
      p95Ms: 20,
      p99Ms: 20,
    });
    expect(percentilesOf([new Map([[20, 97]]), new Map([[900, 3]])])).toMatchObject({
      p95Ms: 20,
      p99Ms: 900,
    });
  });

  it("are times that were met, whatever was met, and never fall as the share grows", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 60_000 }), { minLength: 1 }), (values) => {
        const { p50Ms, p95Ms, p99Ms } = percentilesOf(each(values));
        const sorted = values.toSorted((a, b) => a - b);
        const nearest = (share: number) => sorted[Math.ceil(share * sorted.length) - 1];
        expect([p50Ms, p95Ms, p99Ms]).toEqual([nearest(0.5), nearest(0.95), nearest(0.99)]);
      }),
    );
  });
});

import { describe, expect, it } from "vitest";
import { addCounts, NOTHING, successRate, type Tally } from "./tally.ts";

const tally = (counts: Partial<Tally["counts"]>): Tally => ({
  counts: { ...NOTHING, ...counts },
  durations: new Map(),
  looked: 0,
  countedFrom: 0,
  complete: true,
});

describe("a success rate", () => {
  it("is delivered of what was tried: what waits or was not to be sent does not count", () => {
    const counts = { delivered: 3, failed: 1, deadLettered: 1, discarded: 1, waiting: 50, notSent: 50 };
    expect(successRate(counts)).toBe(50);
  });

  it("is unknown when nothing was tried", () => {
    expect(successRate({ ...NOTHING, waiting: 7 })).toBeNull();
  });

  it("has one decimal, and is 100 only when nothing failed", () => {
    expect(successRate({ ...NOTHING, delivered: 2, failed: 1 })).toBe(66.7);
    expect(successRate({ ...NOTHING, delivered: 99_999, failed: 1 })).toBeLessThan(100);
  });
});

it("the tallies of buckets add up", () => {
  expect(addCounts([tally({ delivered: 2, waiting: 1 }), tally({ delivered: 3, notSent: 4 })])).toEqual({
    ...NOTHING,
    delivered: 5,
    waiting: 1,
    notSent: 4,
  });
});

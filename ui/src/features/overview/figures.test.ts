import { describe, expect, it } from "vitest";
import { changeOf, deliveriesLink, rateOf, volumeOf } from "./figures.ts";

const nothing = { delivered: 0, failed: 0, deadLettered: 0, discarded: 0, waiting: 0, notSent: 0 };
const span = {
  ...nothing,
  complete: true,
  countedFrom: "2026-11-26T00:00:00Z",
  from: "2026-11-26T00:00:00Z",
  to: "2026-11-26T01:00:00Z",
};

describe("the success rate of a span", () => {
  it("counts what will be retried as failed and what waits not at all", () => {
    expect(rateOf([{ ...span, delivered: 3, failed: 1, waiting: 9, notSent: 9 }])).toEqual([0.75]);
  });
  it("is not zero when nothing was tried", () => {
    expect(rateOf([span, { ...span, deadLettered: 1 }])).toEqual([null, 0]);
  });
});

describe("the change against the window before", () => {
  const exactly = (count: number) => ({ count, exact: true });
  it("says how many more or fewer, and what is new", () => {
    expect(changeOf(exactly(5), exactly(2))).toEqual({ kind: "up", by: 3 });
    expect(changeOf(exactly(2), exactly(5))).toEqual({ kind: "down", by: 3 });
    expect(changeOf(exactly(2), exactly(2))).toEqual({ kind: "same" });
    expect(changeOf(exactly(2), exactly(0))).toEqual({ kind: "fresh" });
  });
  it("is not made up from numbers that are only a lower bound", () => {
    expect(changeOf({ count: 100, exact: false }, exactly(2))).toEqual({ kind: "unknown" });
  });
});

it("the volume is everything", () => {
  expect(volumeOf({ ...nothing, delivered: 1, waiting: 2, notSent: 3 })).toBe(6);
});

it("a link to the log carries its filters", () => {
  expect(deliveriesLink("org_1", { category: "AUTH", range: "24h" })).toBe(
    "/o/org_1/deliveries?category=AUTH&range=24h",
  );
});

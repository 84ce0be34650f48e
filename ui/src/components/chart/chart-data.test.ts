import { describe, expect, it } from "vitest";
import { indexAt, plotted, type Series, stepTo } from "./chart-data.ts";

const bars: readonly Series[] = [
  { label: "Failed", color: "bad", values: [1, 0, null], stacked: true },
  { label: "Delivered", color: "good", values: [4, 5, 6], stacked: true },
];
const line: readonly Series[] = [{ label: "Rate", color: "accent", values: [1, null, 3] }];
const times = [1_000, 2_000, 3_000];

describe("what is drawn", () => {
  it("stacks bars from the last series up, and leaves a line its gaps", () => {
    expect(plotted({ times, series: bars })).toEqual([
      [1, 2, 3],
      [5, 5, 6],
      [4, 5, 6],
    ]);
    expect(plotted({ times, series: line })[1]).toEqual([1, null, 3]);
  });
});

describe("what is under the cursor", () => {
  it("is the bar whose span it is in, also in its second half", () => {
    const drawn = { times, series: bars };
    expect([500, 1_000, 1_900, 2_000, 9_000].map((at) => indexAt(drawn, at))).toEqual([0, 0, 0, 1, 2]);
  });
  it("is the nearest point of a line", () => {
    expect([900, 1_600, 2_600].map((at) => indexAt({ times, series: line }, at))).toEqual([0, 1, 2]);
  });
  it("is nothing when there is nothing", () => {
    expect(indexAt({ times: [], series: bars }, 1)).toBeNull();
  });
});

describe("by keyboard", () => {
  it("begins at the newest and stops at both ends", () => {
    expect(stepTo("ArrowLeft", null, 3)).toBe(2);
    expect(stepTo("ArrowLeft", 0, 3)).toBe(0);
    expect(stepTo("ArrowRight", 2, 3)).toBe(2);
    expect([stepTo("Home", 2, 3), stepTo("End", 0, 3), stepTo("x", 1, 3)]).toEqual([0, 2, null]);
  });
});

import { expect, it } from "vitest";
import { DEFAULT_LIMITS, MAXIMUM_LIMITS, withinLimits } from "./limits.ts";

it("what is left out is the default", () => {
  expect(withinLimits({ fuel: 5 })).toEqual({ ...DEFAULT_LIMITS, fuel: 5 });
});

it("what is above the maximum is the maximum", () => {
  expect(withinLimits({ fuel: 1e15, memoryBytes: 1e12, depth: 1e6 })).toMatchObject({
    fuel: MAXIMUM_LIMITS.fuel,
    memoryBytes: MAXIMUM_LIMITS.memoryBytes,
    depth: MAXIMUM_LIMITS.depth,
  });
});

it("what is no number is the default", () => {
  expect(withinLimits({ fuel: Number.NaN }).fuel).toBe(DEFAULT_LIMITS.fuel);
});

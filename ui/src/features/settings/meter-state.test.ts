import { describe, expect, it } from "vitest";
import { meterShare, meterState } from "./meter-state.ts";

describe("a meter", () => {
  it.each([
    [5, null, "unlimited", 0],
    [79, 100, "fine", 0.79],
    [80, 100, "near", 0.8],
    [100, 100, "full", 1],
    [120, 100, "full", 1],
    [0, 0, "full", 1],
  ])("of %s used of %s is %s", (used, limit, state, share) => {
    expect([meterState(used, limit), meterShare(used, limit)]).toEqual([state, share]);
  });
});

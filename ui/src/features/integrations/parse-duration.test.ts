import { describe, expect, it } from "vitest";
import { parseDuration, parseDurations, writeDuration } from "./parse-duration.ts";

describe("durations as people write them", () => {
  it.each([
    ["90 s", 90_000],
    ["1h 30min", 5_400_000],
    ["1.5 h", 5_400_000],
    ["250ms", 250],
    ["2 days", 172_800_000],
    ["0", 0],
  ])("%s is %i ms", (text, ms) => {
    expect(parseDuration(text)).toBe(ms);
  });

  it.each(["", "5", "five minutes", "5 min or so", "3 parsecs", "-5 s"])("%j is none", (text) => {
    expect(parseDuration(text)).toBeNull();
  });

  it("what is written reads back the same", () => {
    for (const ms of [0, 1, 999, 1_000, 61_500, 5_400_000, 90_061_001]) {
      expect(parseDuration(writeDuration(ms))).toBe(ms);
    }
  });

  it("a list with one that is none is none", () => {
    expect(parseDurations("5 s, 5 min, ")).toEqual([5_000, 300_000]);
    expect(parseDurations("5 s, soon")).toBeNull();
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseRateLimitField } from "./rate-limit-field.ts";

describe("parseRateLimitField", () => {
  it.each<[string, string, number | null]>([
    ["one exhausted window", '"default";r=0;t=30', 30],
    ["a window with room left", '"default";r=5;t=30', 30],
    ["parameters in any order and with spaces", '"default" ; t=30 ; r=0', 30],
    ["an unquoted name", "default;r=0;t=30", 30],
    ["unknown parameters", '"default";r=0;pk=:dGVzdA==:;t=30;x', 30],
    ["the exhausted one of two windows", '"burst";r=0;t=2, "day";r=900;t=40000', 2],
    ["the longest of the exhausted windows", '"burst";r=0;t=2,"day";r=0;t=40000', 40_000],
    ["the shortest window where none is exhausted", '"day";r=900;t=40000, "burst";r=1;t=2', 2],
    ["a name that looks like parameters", '"a,b;r=0;t=9";r=0;t=4', 4],
    ["a name with an escaped quote", '"a\\"b,";r=0;t=4', 4],
    ["a window without a time beside one with it", '"day";r=0, "burst";r=0;t=3', 3],
    ["a window whose remaining quota is missing", '"default";t=7', 7],
    ["a reset that is due now", '"default";r=0;t=0', 0],
    ["the older dictionary", "limit=100, remaining=0, reset=30", 30],
    ["the older dictionary without spaces and in another order", "reset=30,limit=100", 30],
    ["the older dictionary with a policy beside it", "limit=10, 10;w=1, remaining=0, reset=1", 1],
    ["no time at all", '"default";r=0', null],
    ["an unclosed quote after a good window", '"burst";r=0;t=30, "day', null],
    ["an unclosed quote", '"default;r=0;t=30', null],
    ["a negative time", '"default";r=0;t=-1', null],
    ["a fractional time", '"default";r=0;t=1.5', null],
    ["a broken older reset", "limit=100, remaining=0, reset=soon", null],
    ["an empty field", "", null],
    ["nonsense", ";;,,=", null],
  ])("reads %s", (_what, text, seconds) => {
    expect(parseRateLimitField(text)).toBe(seconds);
  });

  it("answers any text with seconds or null and never throws", () => {
    const text = fc.string({ unit: fc.constantFrom('"', ";", ",", "=", "\\", "r", "t", "0", "7", " ") });
    fc.assert(
      fc.property(text, (value) => {
        const seconds = parseRateLimitField(value);
        expect(seconds === null || (Number.isSafeInteger(seconds) && seconds >= 0)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});

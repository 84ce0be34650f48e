import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { verdict } from "../testing/signed-request.ts";
import { checkTolerance, parseUnixMilliseconds, parseUnixSeconds, toRfc3339 } from "./timestamps.ts";

describe("timestamps", () => {
  it("are digits and nothing else", () => {
    expect(parseUnixSeconds("1700000000")).toEqual({ kind: "ok", value: 1_700_000_000_000 });
    expect(parseUnixMilliseconds("1700000000123")).toEqual({ kind: "ok", value: 1_700_000_000_123 });
  });

  it.each([
    "",
    " ",
    "12abc",
    "1e9",
    "0x10",
    "-1",
    "+1",
    "1.5",
    "1 ",
    "1,2",
    "Infinity",
    "NaN",
    "٣",
    "9".repeat(16),
  ])("%j is none", (text) => {
    expect(parseUnixSeconds(text)).toMatchObject({ reason: "malformed_timestamp" });
  });

  it("that no calendar knows are none", () => {
    expect(parseUnixSeconds("999999999999999")).toMatchObject({ reason: "malformed_timestamp" });
    expect(toRfc3339(8.64e15 + 1)).toBeNull();
    expect(toRfc3339(Number.NaN)).toBeNull();
  });
});

describe("the tolerance", () => {
  const moment = fc.integer({ min: 0, max: 2 ** 40 });

  it("is the same in both directions, and its edge belongs to it", () => {
    fc.assert(
      fc.property(moment, fc.integer({ min: 0, max: 1_000_000 }), moment, (now, toleranceMs, apart) => {
        const expected = apart <= toleranceMs ? "verified" : "timestamp_outside_tolerance";
        expect(verdict(checkTolerance(now - apart, { now, toleranceMs }))).toBe(expected);
        expect(verdict(checkTolerance(now + apart, { now, toleranceMs }))).toBe(expected);
      }),
    );
  });

  it("refuses what is no number", () => {
    const answer = checkTolerance(Number.NaN, { now: 0, toleranceMs: 1_000 });
    expect(verdict(answer)).toBe("timestamp_outside_tolerance");
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseHttpDate } from "./http-date.ts";

const NOW = Date.parse("2026-11-23T12:00:00Z");
const iso = (text: string) => {
  const instant = parseHttpDate(text, NOW);
  return instant === null ? null : new Date(instant).toISOString();
};

describe("parseHttpDate", () => {
  it.each(["Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994"])(
    "reads all three forms of one moment: %s",
    (text) => {
      expect(iso(text)).toBe("1994-11-06T08:49:37.000Z");
    },
  );

  it("reads a two-digit day in the asctime form", () => {
    expect(iso("Mon Nov 23 12:00:30 2026")).toBe("2026-11-23T12:00:30.000Z");
  });

  it.each([
    ["Monday, 23-Nov-26 12:00:30 GMT", "2026-11-23T12:00:30.000Z"],
    ["Friday, 01-Jan-27 00:00:00 GMT", "2027-01-01T00:00:00.000Z"],
    ["Monday, 23-Nov-76 12:00:00 GMT", "2076-11-23T12:00:00.000Z"], // exactly 50 years ahead
    ["Tuesday, 23-Nov-76 12:00:01 GMT", "1976-11-23T12:00:01.000Z"], // a second more
    ["Tuesday, 01-Jan-80 00:00:00 GMT", "1980-01-01T00:00:00.000Z"],
  ])("reads the two-digit year of %s as %s", (text, expected) => {
    expect(iso(text)).toBe(expected);
  });

  it("reads a two-digit year across the turn of a century", () => {
    const lateInCentury = Date.parse("2099-12-31T23:59:00Z");
    const instant = parseHttpDate("Friday, 01-Jan-00 00:00:10 GMT", lateInCentury);
    expect(instant).toBe(Date.parse("2100-01-01T00:00:10Z"));
    const early = parseHttpDate("Thursday, 31-Dec-99 23:59:59 GMT", Date.parse("2100-01-01T00:00:00Z"));
    expect(early).toBe(Date.parse("2099-12-31T23:59:59Z"));
  });

  it("lets a leap second and 29 February pass", () => {
    expect(iso("Sat, 31 Dec 2016 23:59:60 GMT")).toBe("2017-01-01T00:00:00.000Z");
    expect(iso("Tue, 29 Feb 2028 00:00:00 GMT")).toBe("2028-02-29T00:00:00.000Z");
  });

  it.each([
    "",
    "tomorrow",
    "2026-11-23T12:00:00Z",
    "Mon, 23 Nov 2026 12:00:00",
    "Mon, 23 Nov 2026 12:00:00 CET",
    "Mon, 23 Nov 2026 12:00:00 +0000",
    "Mon, 3 Nov 2026 12:00:00 GMT",
    "Mon, 31 Feb 2026 12:00:00 GMT",
    "Thu, 29 Feb 2027 12:00:00 GMT",
    "Mon, 00 Nov 2026 12:00:00 GMT",
    "Mon, 23 Nov 2026 24:00:00 GMT",
    "Mon, 23 Nov 2026 12:60:00 GMT",
    "Mon, 23 Nov 2026 12:00:61 GMT",
    "Xxx, 23 Nov 2026 12:00:00 GMT",
    "Mon, 23 Foo 2026 12:00:00 GMT",
    "Mon, 23 Nov 2026 12:00:00 GMT, Mon, 23 Nov 2026 12:00:00 GMT",
    "Monday, 31-Feb-26 12:00:00 GMT",
  ])("refuses %j", (text) => {
    expect(parseHttpDate(text, NOW)).toBeNull();
  });

  it("reads back every second that the platform writes", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 253_402_300_799 }), (epochSeconds) => {
        const instant = epochSeconds * 1_000;
        expect(parseHttpDate(new Date(instant).toUTCString(), NOW)).toBe(instant);
      }),
    );
  });

  it("answers any text with a moment or null and never throws", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const instant = parseHttpDate(text, NOW);
        expect(instant === null || Number.isSafeInteger(instant)).toBe(true);
      }),
    );
  });
});

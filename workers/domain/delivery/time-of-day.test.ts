import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isTimeZone, parseTimeOfDay, timeOfDayInstant } from "./time-of-day.ts";

const HOUR_MS = 3_600_000;
const utc = (text: string) => Date.parse(text);

describe("parseTimeOfDay", () => {
  it.each([
    ["00:00", 0],
    ["09:05", 545],
    ["23:59", 1_439],
    ["24:00", 1_440],
  ])("reads %s as %i minutes", (text, minutes) => {
    expect(parseTimeOfDay(text)).toBe(minutes);
  });

  it.each(["", "9:00", "24:01", "25:00", "12:60", "12:00:00", "-1:00", " 12:00", "12:00\n", "noon"])(
    "refuses %j",
    (text) => {
      expect(parseTimeOfDay(text)).toBeNull();
    },
  );
});

describe("isTimeZone", () => {
  it("knows IANA names and refuses everything else", () => {
    expect(["Europe/Berlin", "Australia/Lord_Howe", "UTC"].map(isTimeZone)).toEqual([true, true, true]);
    expect(["", "Berlin", "Europe/Atlantis", "CEST"].map(isTimeZone)).toEqual([false, false, false, false]);
  });
});

describe("timeOfDayInstant", () => {
  it.each<[string, string, string, string, string]>([
    // what, an instant on the day, time, zone, expected
    ["an ordinary afternoon", "2026-01-15T08:00:00Z", "18:00", "Europe/Berlin", "2026-01-15T17:00:00Z"],
    [
      "the local day, not the UTC day",
      "2026-01-15T03:00:00Z",
      "18:00",
      "America/New_York",
      "2026-01-14T23:00:00Z",
    ],
    ["a local day ahead of UTC", "2026-01-14T23:30:00Z", "18:00", "Europe/Berlin", "2026-01-15T17:00:00Z"],
    [
      "a time already past that day",
      "2026-01-15T20:00:00Z",
      "18:00",
      "Europe/Berlin",
      "2026-01-15T17:00:00Z",
    ],
    ["the end of an ordinary day", "2026-01-15T08:00:00Z", "24:00", "Europe/Berlin", "2026-01-15T23:00:00Z"],
    ["the last second of a day", "2026-01-15T22:59:59Z", "24:00", "Europe/Berlin", "2026-01-15T23:00:00Z"],
    ["the first second of a day", "2026-01-15T23:00:00Z", "24:00", "Europe/Berlin", "2026-01-16T23:00:00Z"],
    ["the end of a leap day", "2028-02-29T12:00:00Z", "24:00", "UTC", "2028-03-01T00:00:00Z"],

    [
      "Berlin, spring, before the jump",
      "2026-03-29T00:30:00Z",
      "18:00",
      "Europe/Berlin",
      "2026-03-29T16:00:00Z",
    ],
    ["Berlin, a time jumped over", "2026-03-29T00:30:00Z", "02:30", "Europe/Berlin", "2026-03-29T01:00:00Z"],
    ["Berlin, end of the 23 hours", "2026-03-29T10:00:00Z", "24:00", "Europe/Berlin", "2026-03-29T22:00:00Z"],
    ["Berlin, a time shown twice", "2026-10-24T23:30:00Z", "02:30", "Europe/Berlin", "2026-10-25T01:30:00Z"],
    ["Berlin, 02:00 in autumn", "2026-10-24T23:30:00Z", "02:00", "Europe/Berlin", "2026-10-25T00:00:00Z"],
    ["Berlin, 03:00 in autumn", "2026-10-24T23:30:00Z", "03:00", "Europe/Berlin", "2026-10-25T02:00:00Z"],
    ["Berlin, end of the 25 hours", "2026-10-24T23:30:00Z", "24:00", "Europe/Berlin", "2026-10-25T23:00:00Z"],

    [
      "New York, a time jumped over",
      "2026-03-08T06:00:00Z",
      "02:15",
      "America/New_York",
      "2026-03-08T07:00:00Z",
    ],
    [
      "New York, end of 23 hours",
      "2026-03-08T06:00:00Z",
      "24:00",
      "America/New_York",
      "2026-03-09T04:00:00Z",
    ],
    ["New York, shown twice", "2026-11-01T05:10:00Z", "01:30", "America/New_York", "2026-11-01T06:30:00Z"],
    [
      "New York, end of 25 hours",
      "2026-11-01T05:10:00Z",
      "24:00",
      "America/New_York",
      "2026-11-02T05:00:00Z",
    ],

    [
      "Lord Howe, half an hour jumped over",
      "2026-10-03T14:00:00Z",
      "02:10",
      "Australia/Lord_Howe",
      "2026-10-03T15:30:00Z",
    ],
    [
      "Lord Howe, end of 23.5 hours",
      "2026-10-03T14:00:00Z",
      "24:00",
      "Australia/Lord_Howe",
      "2026-10-04T13:00:00Z",
    ],
    [
      "Lord Howe, shown twice",
      "2026-04-04T14:00:00Z",
      "01:45",
      "Australia/Lord_Howe",
      "2026-04-04T15:15:00Z",
    ],
    [
      "Lord Howe, end of 24.5 hours",
      "2026-04-04T14:00:00Z",
      "24:00",
      "Australia/Lord_Howe",
      "2026-04-05T13:30:00Z",
    ],

    [
      "Cairo, a midnight that does not exist",
      "2024-04-25T12:00:00Z",
      "24:00",
      "Africa/Cairo",
      "2024-04-25T22:00:00Z",
    ],
    [
      "Cairo, a day whose last hour comes twice",
      "2024-10-31T12:00:00Z",
      "24:00",
      "Africa/Cairo",
      "2024-10-31T22:00:00Z",
    ],
    ["Cairo, 23:30 shown twice", "2024-10-31T12:00:00Z", "23:30", "Africa/Cairo", "2024-10-31T21:30:00Z"],
    [
      "Havana, a midnight shown twice",
      "2026-10-31T12:00:00Z",
      "24:00",
      "America/Havana",
      "2026-11-01T04:00:00Z",
    ],
    [
      "Apia, before a whole day that was left out",
      "2011-12-29T20:00:00Z",
      "24:00",
      "Pacific/Apia",
      "2011-12-30T10:00:00Z",
    ],
    [
      "Kathmandu, a zone of 45 minutes",
      "2026-06-01T00:00:00Z",
      "24:00",
      "Asia/Kathmandu",
      "2026-06-01T18:15:00Z",
    ],
    [
      "Kiritimati, 14 hours ahead",
      "2026-06-01T09:00:00Z",
      "24:00",
      "Pacific/Kiritimati",
      "2026-06-01T10:00:00Z",
    ],
  ])("finds %s", (_what, instant, time, timeZone, expected) => {
    expect(new Date(timeOfDayInstant(utc(instant), time, timeZone)).toISOString()).toBe(
      new Date(utc(expected)).toISOString(),
    );
  });

  it.each([
    ["2026-03-28T23:00:00Z", "Europe/Berlin", 23],
    ["2026-10-24T22:00:00Z", "Europe/Berlin", 25],
    ["2026-10-03T13:30:00Z", "Australia/Lord_Howe", 23.5],
    ["2026-04-04T13:00:00Z", "Australia/Lord_Howe", 24.5],
    ["2024-10-30T21:00:00Z", "Africa/Cairo", 25],
  ])("gives the day that starts at %s in %s its %d hours", (midnight, timeZone, hours) => {
    expect(timeOfDayInstant(utc(midnight), "24:00", timeZone) - utc(midnight)).toBe(hours * HOUR_MS);
  });

  it("refuses a malformed time and an unknown zone", () => {
    expect(() => timeOfDayInstant(0, "25:00", "UTC")).toThrow(RangeError);
    expect(() => timeOfDayInstant(0, "12:00", "Mars/Olympus")).toThrow(RangeError);
  });

  it("is the moment from which the wall clock never again shows an earlier time", () => {
    const zones = [
      "Europe/Berlin",
      "America/New_York",
      "Australia/Lord_Howe",
      "Africa/Cairo",
      "America/Havana",
      "Asia/Tehran",
      "Pacific/Chatham",
      "Africa/Casablanca",
      "America/St_Johns",
    ];
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.integer({ min: utc("2005-01-01T00:00:00Z"), max: utc("2030-01-01T00:00:00Z") }),
        fc.integer({ min: 0, max: 1_439 }),
        (timeZone, instant, minutes) => {
          // Swedish dates sort as text, and this formatter shares nothing with the code under test.
          const format = new Intl.DateTimeFormat("sv-SE", {
            timeZone,
            dateStyle: "short",
            timeStyle: "medium",
          });
          const wall = (at: number) => format.format(at);
          const two = (value: number) => String(value).padStart(2, "0");
          const time = `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
          const target = `${wall(instant).slice(0, 10)} ${time}:00`;
          const found = timeOfDayInstant(instant, time, timeZone);
          expect(wall(found - 1) < target).toBe(true);
          for (let after = 0; after < 30 * HOUR_MS; after += HOUR_MS / 4) {
            expect(wall(found + after) >= target).toBe(true);
          }
        },
      ),
      { numRuns: 300 },
    );
  });
});

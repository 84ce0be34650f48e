import { describe, expect, it } from "vitest";
import { type CircuitChange, segmentsOf, startOf } from "./timeline.ts";

const at = (minute: number) => Date.parse("2026-11-26T12:00:00Z") + minute * 60_000;

function change(minute: number, from: CircuitChange["from"], to: CircuitChange["to"]): CircuitChange {
  return {
    at: new Date(at(minute)).toISOString(),
    from,
    to,
    cause: "paused",
    by: null,
    reason: null,
    switchOff: false,
    trips: 0,
    until: null,
    deliveries: [],
  };
}

/** Newest first, as the gateway answers. */
const changes = [
  change(20, "half_open", "closed"),
  change(15, "open", "half_open"),
  change(10, "closed", "open"),
];
const shape = (given: readonly CircuitChange[], start: number) =>
  segmentsOf(given, "closed", at(start), at(30)).map(({ phase, fromMs, toMs }) => [
    phase,
    (fromMs - at(0)) / 60_000,
    (toMs - at(0)) / 60_000,
  ]);

describe("the states of a circuit over time", () => {
  it("follow each other without gaps, up to now", () => {
    expect(shape(changes, 0)).toEqual([
      ["closed", 0, 10],
      ["open", 10, 15],
      ["half_open", 15, 20],
      ["closed", 20, 30],
    ]);
  });
  it("begin in the state that it was in when the drawing begins", () => {
    expect(shape(changes, 12)).toEqual([
      ["open", 12, 15],
      ["half_open", 15, 20],
      ["closed", 20, 30],
    ]);
    expect(shape(changes, 25)).toEqual([["closed", 25, 30]]);
  });
  it("are one state when nothing changed", () => {
    expect(shape([], 0)).toEqual([["closed", 0, 30]]);
  });
  it("do not fall apart when a pause is paused again", () => {
    const paused = [change(20, "paused", "paused"), change(10, "closed", "paused")];
    expect(shape(paused, 0)).toEqual([
      ["closed", 0, 10],
      ["paused", 10, 30],
    ]);
  });
});

it("the drawing begins just before the first change", () => {
  expect(startOf(changes, at(110), null)).toBe(at(4));
  expect(startOf(changes, at(110), 3_600_000)).toBe(at(50));
});

import { describe, expect, it } from "vitest";
import { placeOn, ticksUpTo } from "./time-axis.ts";

const DAY_MS = 86_400_000;

describe("the axis of attempts", () => {
  it("begins at 0, ends at 1 and never goes back", () => {
    const places = [0, 5_000, 305_000, 3_600_000, DAY_MS].map((ms) => placeOn(ms, DAY_MS));
    expect(places[0]).toBe(0);
    expect(places.at(-1)).toBe(1);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
  });

  it("keeps the first seconds apart from the start though the last attempt is days later", () => {
    expect(placeOn(5_000, 4 * DAY_MS)).toBeGreaterThan(0.1);
  });

  it("a plan of one attempt is one point", () => {
    expect(placeOn(0, 0)).toBe(0);
    expect(ticksUpTo(0)).toEqual([{ place: 0, label: "0" }]);
  });

  it("names no moment after the last, and none twice", () => {
    const labels = ticksUpTo(2 * 3_600_000).map(({ label }) => label);
    expect(labels).toEqual(["0", "10 s", "1 min", "10 min", "1 h"]);
  });

  it("divides a second, too", () => {
    expect(ticksUpTo(1_200).map(({ label }) => label)).toEqual(["0", "200 ms", "500 ms", "1 s"]);
  });

  it("says less where there is less room", () => {
    expect(ticksUpTo(1_200, 0.5).map(({ label }) => label)).toEqual(["0", "500 ms"]);
  });
});

import { describe, expect, it } from "vitest";
import { duration, relativeTime } from "./moments.ts";

const NOW = Date.parse("2026-11-26T12:00:00Z");

describe("moments", () => {
  it.each([
    [0, "now"],
    [-3_000, "3s ago"],
    [-150_000, "2m ago"],
    [7_200_000, "in 2h"],
    [-3 * 86_400_000, "3d ago"],
  ])("%i ms from now is told as %s", (distanceMs, told) => {
    expect(relativeTime(NOW + distanceMs, NOW)).toBe(told);
  });

  it.each([
    [850, "850 ms"],
    [4_230, "4.2 s"],
    [200_000, "3 min 20 s"],
    [7_500_000, "2 h 5 min"],
    [86_400_000, "1 d"],
  ])("%i ms last %s", (ms, told) => {
    expect(duration(ms)).toBe(told);
  });
});

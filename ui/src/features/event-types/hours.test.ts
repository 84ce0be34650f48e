import { describe, expect, it } from "vitest";
import { fillHours } from "./hours.ts";

describe("hours of a chart", () => {
  it("have zeros where nothing was counted", () => {
    const from = Date.parse("2026-11-26T10:20:00Z");
    const filled = fillHours(
      [{ hour: "2026-11-26T11:00:00.000Z", checked: 5, failed: 2 }],
      from,
      Date.parse("2026-11-26T12:10:00Z"),
    );
    expect(filled.times).toHaveLength(3);
    expect(filled.failed).toEqual([0, 2, 0]);
    expect(filled.fitting).toEqual([0, 3, 0]);
  });
});

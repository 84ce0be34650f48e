import { describe, expect, it } from "vitest";
import { beginOf } from "./rejected-range.ts";

describe("the range of rejected requests", () => {
  it("begins at a whole minute", () => {
    const now = Date.parse("2026-11-26T10:20:42.123Z");
    expect(beginOf("hour", now)).toBe("2026-11-26T09:20:00.000Z");
    expect(beginOf("day", now)).toBe("2026-11-25T10:20:00.000Z");
    expect(beginOf("week", now)).toBe("2026-11-19T10:20:00.000Z");
  });

  it("of everything has no beginning", () => {
    expect(beginOf("all", 0)).toBe(null);
  });
});

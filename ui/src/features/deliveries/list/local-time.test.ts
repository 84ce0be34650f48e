import { describe, expect, it } from "vitest";
import { fromLocalInput, toLocalInput } from "./local-time.ts";

describe("a moment in an input", () => {
  it("is told in the zone of whoever looks, and read back as the same moment", () => {
    const iso = "2026-11-26T10:05:00.000Z";
    expect(toLocalInput(iso)).toMatch(/^2026-11-2\dT\d\d:\d\d$/);
    expect(fromLocalInput(toLocalInput(iso))).toBe(iso);
  });

  it("is none while it is not filled in", () => {
    expect(fromLocalInput("")).toBeNull();
    expect(fromLocalInput("2026-11")).not.toBeUndefined();
    expect(toLocalInput(null)).toBe("");
  });
});

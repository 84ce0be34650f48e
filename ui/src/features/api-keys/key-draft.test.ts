import { describe, expect, it } from "vitest";
import { expiresAt } from "./key-draft.ts";

const NOW = Date.parse("2026-11-26T12:00:00Z");

describe("when a new key runs out", () => {
  it.each([
    ["never", "", null],
    ["d30", "", "2026-12-26T12:00:00.000Z"],
    ["custom", "2026-11-27T12:00:00Z", "2026-11-27T12:00:00.000Z"],
    ["custom", "2026-11-26T12:00:00Z", undefined],
    ["custom", "", undefined],
  ] as const)("%s %s", (expiry, custom, moment) => {
    expect(expiresAt(expiry, custom, NOW)).toBe(moment);
  });
});

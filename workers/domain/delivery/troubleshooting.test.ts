import { describe, expect, it } from "vitest";
import { ERROR_CATEGORIES } from "./error-category.ts";
import { troubleshootingHint } from "./troubleshooting.ts";

describe("troubleshootingHint", () => {
  it("has its own sentence for every category", () => {
    const hints = ERROR_CATEGORIES.map((category) => troubleshootingHint(category, null));
    expect(new Set(hints).size).toBe(ERROR_CATEGORIES.length);
    for (const hint of hints) expect(hint).toMatch(/^[A-Z].{20,}\.$/);
  });

  it.each([
    ["AUTH", 401, /renew the key/],
    ["AUTH", 403, /permissions/],
    ["CLIENT_ERROR", 404, /target URL/],
    ["CLIENT_ERROR", 409, /already has this event/],
    ["CLIENT_ERROR", 410, /disabled/],
    ["CLIENT_ERROR", 301, /final address/],
    ["CLIENT_ERROR", 308, /final address/],
    ["CLIENT_ERROR", null, /did not send/],
    ["VALIDATION", 422, /rejects its values/],
    ["SERVER_ERROR", 503, /overloaded/],
  ] as const)("is more precise for %s with status %j", (category, status, words) => {
    expect(troubleshootingHint(category, status)).toMatch(words);
  });

  it("falls back to the category for a status without a sentence of its own", () => {
    expect(troubleshootingHint("SERVER_ERROR", 599)).toBe(troubleshootingHint("SERVER_ERROR", null));
    expect(troubleshootingHint("RATE_LIMIT", 429)).toBe(troubleshootingHint("RATE_LIMIT", null));
    expect(troubleshootingHint("CLIENT_ERROR", 418)).toMatch(/method and the headers/);
  });
});

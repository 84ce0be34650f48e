import { describe, expect, it } from "vitest";
import { isWorking, keyState } from "./key-state.ts";

const NOW = Date.parse("2026-11-26T12:00:00Z");
const DAY_MS = 86_400_000;
const at = (days: number) => new Date(NOW + days * DAY_MS).toISOString();
const key = (made: number, ends: number | null, more: { revokedAt?: string; replacedBy?: string } = {}) => ({
  createdAt: at(made),
  expiresAt: ends === null ? null : at(ends),
  revokedAt: null,
  replacedBy: null,
  ...more,
});

describe("how a key stands", () => {
  it.each([
    ["without an end", key(-400, null), "active"],
    ["with most of its year before it", key(-10, 355), "active"],
    ["with two weeks of a year left", key(-351, 14), "soon"],
    ["with a bit more than that", key(-350, 14.1), "active"],
    ["of a week, on its first day", key(0, 7), "active"],
    ["of a week, on its last", key(-6, 1), "soon"],
    ["at its very end", key(-7, 0), "expired"],
    ["that was rotated and works on", key(-7, 1, { replacedBy: "key_2" }), "replaced"],
    ["that was rotated and has run out", key(-7, -1, { replacedBy: "key_2" }), "expired"],
    ["that was revoked before it ran out", key(-7, 1, { revokedAt: at(-1) }), "revoked"],
  ] as const)("one %s", (_, given, state) => {
    expect(keyState(given, NOW)).toBe(state);
  });

  it("works until it is revoked or has run out", () => {
    expect((["active", "soon", "replaced", "expired", "revoked"] as const).filter(isWorking)).toEqual([
      "active",
      "soon",
      "replaced",
    ]);
  });
});

import { describe, expect, it } from "vitest";
import { decideRotation, expiryProblem, keyState } from "./api-key-lifetime.ts";

const NOW = 1_800_000_000_000;
const DAY_MS = 86_400_000;
const key = { createdAt: NOW - 10 * DAY_MS, expiresAt: null, revokedAt: null, replacedBy: null };

describe("a key's expiry", () => {
  it.each([
    [null, true],
    [NOW + 1, true],
    [NOW + 3_653 * DAY_MS, true],
    [NOW + 3_653 * DAY_MS + 1, false],
    [NOW, false],
    [NOW - 1, false],
  ])("may be %s: %s", (expiresAt, allowed) => {
    expect(expiryProblem(expiresAt, NOW) === null).toBe(allowed);
  });

  it("ends it at that very moment, and revoking ends it before", () => {
    expect(keyState({ expiresAt: NOW, revokedAt: null }, NOW)).toBe("expired");
    expect(keyState({ expiresAt: NOW + 1, revokedAt: null }, NOW)).toBe("working");
    expect(keyState({ expiresAt: NOW + 1, revokedAt: NOW }, NOW)).toBe("revoked");
  });
});

describe("a rotation", () => {
  it("lets the old key work for the overlap, and the new one as long as it is told", () => {
    expect(decideRotation(key, DAY_MS, NOW + 5, NOW)).toEqual({
      kind: "rotate",
      oldExpiresAt: NOW + DAY_MS,
      newExpiresAt: NOW + 5,
    });
  });

  it("never makes the old key live longer than it was to", () => {
    const decision = decideRotation({ ...key, expiresAt: NOW + 5 }, DAY_MS, null, NOW);
    expect(decision).toEqual({ kind: "rotate", oldExpiresAt: NOW + 5, newExpiresAt: null });
  });

  it("gives the new key the old one's span when nobody names an end", () => {
    const old = { ...key, expiresAt: NOW + 20 * DAY_MS };
    expect(decideRotation(old, 0, undefined, NOW)).toMatchObject({ newExpiresAt: NOW + 30 * DAY_MS });
    expect(decideRotation(key, 0, undefined, NOW)).toMatchObject({ oldExpiresAt: NOW, newExpiresAt: null });
  });

  it.each([
    ["revoked", { ...key, revokedAt: NOW - 1 }],
    ["expired", { ...key, expiresAt: NOW }],
    ["replaced by key_next", { ...key, replacedBy: "key_next" }],
  ])("is refused for a key that is %s", (word, old) => {
    const decision = decideRotation(old, DAY_MS, null, NOW);
    expect(decision).toMatchObject({ kind: "refused", reason: expect.stringContaining(word) });
  });
});

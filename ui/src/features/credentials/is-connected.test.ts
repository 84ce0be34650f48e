import { describe, expect, it } from "vitest";
import { isConnected, refusedSince } from "./is-connected.ts";

const READY = {
  status: "ready",
  expiresAt: "2026-11-26T10:00:00.000Z",
  updatedAt: "a",
  refusal: null,
} as const;
const WAITING = { status: "needs_authorization", expiresAt: null, updatedAt: "a", refusal: null } as const;
const NO = { at: "2026-11-26T09:00:00.000Z", reason: "declined", detail: "no" } as const;

describe("a credential that is being connected", () => {
  it("is, once it is ready", () => {
    expect(isConnected(WAITING, WAITING)).toBe(false);
    expect(isConnected(WAITING, READY)).toBe(true);
  });

  it("that was ready before is, once its token is another", () => {
    expect(isConnected(READY, READY)).toBe(false);
    expect(isConnected(READY, { ...READY, expiresAt: "2026-11-26T11:00:00.000Z" })).toBe(true);
  });

  it("was refused when that is news", () => {
    const refused = { ...WAITING, refusal: NO };
    expect(refusedSince(WAITING, WAITING)).toBeNull();
    expect(refusedSince(WAITING, refused)).toBe(NO);
    expect(refusedSince(refused, refused)).toBeNull();
    const again = { ...NO, at: "2026-11-26T09:05:00.000Z" };
    expect(refusedSince(refused, { ...WAITING, refusal: again })).toBe(again);
    // One that is ready stays so, whatever somebody said at the provider.
    expect(refusedSince(READY, { ...READY, refusal: NO })).toBe(NO);
  });
});

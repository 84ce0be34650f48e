import { describe, expect, it } from "vitest";
import { isConnected } from "./is-connected.ts";

const READY = { status: "ready", expiresAt: "2026-11-26T10:00:00.000Z", updatedAt: "a" } as const;
const WAITING = { status: "needs_authorization", expiresAt: null, updatedAt: "a" } as const;

describe("a credential that is being connected", () => {
  it("is, once it is ready", () => {
    expect(isConnected(WAITING, WAITING)).toBe(false);
    expect(isConnected(WAITING, READY)).toBe(true);
  });

  it("that was ready before is, once its token is another", () => {
    expect(isConnected(READY, READY)).toBe(false);
    expect(isConnected(READY, { ...READY, expiresAt: "2026-11-26T11:00:00.000Z" })).toBe(true);
  });
});

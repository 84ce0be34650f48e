import { describe, expect, it } from "vitest";
import { decideRenewAt, hasExpired, isNearExpiry } from "./token-lifetime.ts";

const lifetime = (ms: number | null) => ({ obtainedAt: 0, expiresAt: ms });
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

describe("an access token", () => {
  it.each([
    ["an hour", HOUR, HOUR - 60_000],
    ["ten minutes", 600_000, 540_000],
    ["a minute", 60_000, 54_000],
    ["a second", 1_000, 900],
  ])("that lives %s is replaced a minute ahead, or a tenth of its life", (_what, ms, at) => {
    expect(isNearExpiry(lifetime(ms), at)).toBe(false);
    expect(isNearExpiry(lifetime(ms), at + 1)).toBe(true);
  });

  it("is over at its end, and not before", () => {
    expect([hasExpired(lifetime(HOUR), HOUR - 1), hasExpired(lifetime(HOUR), HOUR)]).toEqual([false, true]);
  });

  it("of which nothing is known never ends by itself", () => {
    expect([isNearExpiry(lifetime(null), DAY), hasExpired(lifetime(null), DAY)]).toEqual([false, false]);
  });
});

describe("tokens that nobody uses", () => {
  it("are renewed a day after the access token ended", () => {
    expect(decideRenewAt(lifetime(HOUR), null)).toBe(HOUR + DAY);
    expect(decideRenewAt(lifetime(null), null)).toBe(DAY);
  });

  it("are renewed at half of the refresh token's life where that is sooner, and never at once", () => {
    expect(decideRenewAt(lifetime(HOUR), 10 * HOUR)).toBe(5 * HOUR);
    expect(decideRenewAt(lifetime(HOUR), 90 * DAY)).toBe(HOUR + DAY);
    expect(decideRenewAt(lifetime(HOUR), 1_000)).toBe(60_000);
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readRateLimitWait, readRetryAfter } from "./rate-limit-wait.ts";

const NOW = Date.parse("2026-11-23T12:00:00.250Z");
const NOW_SECONDS = Math.floor(NOW / 1_000);

describe("readRetryAfter", () => {
  it.each([
    ["0", NOW],
    ["30", NOW + 30_000],
    [" 30 ", NOW + 30_000],
    ["007", NOW + 7_000],
    ["86400", NOW + 86_400_000],
    ["99999999999999999999", NOW + 2 ** 31 * 1_000], // very long, not malformed
    ["Mon, 23 Nov 2026 12:00:30 GMT", Date.parse("2026-11-23T12:00:30Z")],
    ["Monday, 23-Nov-26 12:00:30 GMT", Date.parse("2026-11-23T12:00:30Z")],
    ["Mon Nov 23 12:00:30 2026", Date.parse("2026-11-23T12:00:30Z")],
    ["Mon, 23 Nov 2026 11:59:59 GMT", NOW], // past
    ["Sun, 06 Nov 1994 08:49:37 GMT", NOW],
  ])("reads %j", (text, at) => {
    expect(readRetryAfter({ "retry-after": text }, NOW)).toEqual({ at, source: "retry-after" });
  });

  it.each(["", " ", "-1", "+5", "1.5", "1e3", "0x10", "30s", "30, 60", "soon", "NaN", "2026-11-23"])(
    "takes %j as malformed",
    (text) => {
      expect(readRetryAfter({ "retry-after": text }, NOW)).toBeNull();
    },
  );

  it("does not look at the other headers", () => {
    expect(readRetryAfter({ "x-ratelimit-reset": "30" }, NOW)).toBeNull();
  });

  it("obeys every number of seconds and every date exactly", () => {
    fc.assert(
      fc.property(fc.nat(1_000_000), fc.nat(2_000_000_000), (seconds, nowSeconds) => {
        const now = nowSeconds * 1_000;
        expect(readRetryAfter({ "retry-after": String(seconds) }, now)?.at).toBe(now + seconds * 1_000);
        const date = new Date(now + seconds * 1_000).toUTCString();
        expect(readRetryAfter({ "retry-after": date }, now)?.at).toBe(now + seconds * 1_000);
      }),
    );
  });
});

describe("readRateLimitWait", () => {
  it.each([
    ["epoch seconds", String(NOW_SECONDS + 60), (NOW_SECONDS + 60) * 1_000],
    ["epoch seconds with decimals, rounded up", `${NOW_SECONDS + 60}.1234`, (NOW_SECONDS + 60) * 1_000 + 124],
    ["epoch milliseconds", String(NOW + 61_001), NOW + 61_001],
    ["seconds that remain", "60", NOW + 60_000],
    ["seconds that remain, with decimals", "0.5", NOW + 500],
    ["the longest wait in seconds", "2678400", NOW + 2_678_400_000],
    ["a reset in the past", String(NOW_SECONDS - 60), NOW],
  ])("reads X-RateLimit-Reset and RateLimit-Reset as %s", (_what, text, at) => {
    expect(readRateLimitWait({ "x-ratelimit-reset": text }, NOW)).toEqual({
      at,
      source: "x-ratelimit-reset",
    });
    expect(readRateLimitWait({ "ratelimit-reset": text }, NOW)).toEqual({ at, source: "ratelimit-reset" });
  });

  it.each(["", "soon", "-5", "1e10", "2678401", "999999999", "10, 20", "Infinity"])(
    "takes the reset %j as malformed",
    (text) => {
      expect(readRateLimitWait({ "x-ratelimit-reset": text, "ratelimit-reset": text }, NOW)).toBeNull();
    },
  );

  it("reads the RateLimit field in both forms", () => {
    const wait = { at: NOW + 30_000, source: "ratelimit" };
    expect(readRateLimitWait({ ratelimit: '"default";r=0;t=30' }, NOW)).toEqual(wait);
    expect(readRateLimitWait({ ratelimit: "limit=9, remaining=0, reset=30" }, NOW)).toEqual(wait);
  });

  it("prefers Retry-After, then RateLimit, then RateLimit-Reset, then X-RateLimit-Reset", () => {
    const names = ["retry-after", "ratelimit", "ratelimit-reset", "x-ratelimit-reset"];
    const values = ["1", '"default";r=0;t=2', "3", "4"];
    for (let first = 0; first < names.length; first += 1) {
      const headers = Object.fromEntries(
        names.map((name, index) => [name, values[index] ?? ""]).slice(first),
      );
      expect(readRateLimitWait(headers, NOW)).toEqual({
        at: NOW + (first + 1) * 1_000,
        source: names[first],
      });
    }
  });

  it("passes over a malformed header to the next one", () => {
    const headers = { "retry-after": "later", ratelimit: '"x', "x-ratelimit-reset": "9" };
    expect(readRateLimitWait(headers, NOW)).toEqual({ at: NOW + 9_000, source: "x-ratelimit-reset" });
  });

  it("reads nothing where nothing is said", () => {
    expect(readRateLimitWait({}, NOW)).toBeNull();
    expect(readRateLimitWait({ "content-type": "text/plain" }, NOW)).toBeNull();
  });

  it("never names a moment before now and never throws, whatever a receiver sends", () => {
    const value = fc.oneof(fc.string(), fc.bigInt({ min: 0n }).map(String), fc.double().map(String));
    fc.assert(
      fc.property(
        fc.constantFrom("retry-after", "ratelimit", "ratelimit-reset", "x-ratelimit-reset"),
        value,
        (name, text) => {
          const wait = readRateLimitWait({ [name]: text }, NOW);
          if (wait === null) return;
          expect(Number.isSafeInteger(wait.at)).toBe(true);
          expect(wait.at).toBeGreaterThanOrEqual(NOW);
        },
      ),
      { numRuns: 500 },
    );
  });
});

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type BucketLimit,
  fullBucket,
  giveBack,
  isBucketLimit,
  msUntilTokens,
  refill,
  takeTokens,
  tokensIn,
} from "./token-bucket.ts";

const limits = fc.record({
  ratePerSecond: fc.integer({ min: 1, max: 5_000_000 }).map((thousandths) => thousandths / 1_000),
  burst: fc.integer({ min: 1, max: 1_000_000 }),
});

describe("a token bucket", () => {
  test("never gives more than its burst and what came back since, however it is asked", () => {
    const asks = fc.array(fc.record({ afterMs: fc.nat(5_000), count: fc.nat(50), unused: fc.nat(50) }), {
      maxLength: 100,
    });
    fc.assert(
      fc.property(limits, asks, (limit, steps) => {
        let now = 1_700_000_000_000;
        const start = now;
        let state = fullBucket(limit, now);
        let used = 0;
        for (const { afterMs, count, unused } of steps) {
          now += afterMs;
          state = refill(state, limit, now);
          const taken = Math.min(count, tokensIn(state));
          state = takeTokens(state, taken);
          // A lease: some of what was taken comes back unused, later.
          const returned = Math.min(unused, taken);
          now += afterMs;
          state = giveBack(refill(state, limit, now), limit, returned);
          used += taken - returned;
          expect(tokensIn(state)).toBeLessThanOrEqual(limit.burst);
        }
        // In whole thousandths, as the bucket counts: in fractions the sum itself would be off.
        const allowed = limit.burst * 1_000_000 + Math.round(limit.ratePerSecond * 1_000) * (now - start);
        expect(used * 1_000_000).toBeLessThanOrEqual(allowed);
      }),
    );
  });

  test("loses nothing to being asked often: a thousand small steps give what one large one gives", () => {
    fc.assert(
      fc.property(limits, fc.array(fc.nat(1_000), { maxLength: 200 }), (limit, waits) => {
        const empty = { units: 0, at: 0 };
        let now = 0;
        let often = empty;
        for (const waitMs of waits) {
          now += waitMs;
          often = refill(often, limit, now);
        }
        expect(often).toEqual(refill(empty, limit, now));
      }),
    );
  });

  test("holds the wanted tokens exactly when it said, and not a millisecond before", () => {
    fc.assert(
      fc.property(limits, fc.integer({ min: 1, max: 1_000 }), (limit, wanted) => {
        const empty = { units: 0, at: 0 };
        const count = Math.min(wanted, limit.burst);
        const waitMs = msUntilTokens(empty, limit, wanted);
        expect(tokensIn(refill(empty, limit, waitMs))).toBeGreaterThanOrEqual(count);
        expect(tokensIn(refill(empty, limit, waitMs - 1))).toBeLessThan(count);
      }),
    );
  });

  const ten: BucketLimit = { ratePerSecond: 1, burst: 10 };

  test("is full again after a sleep of a hundred years, and not fuller", () => {
    const state = refill({ units: 0, at: 0 }, { ratePerSecond: 1_000_000, burst: 10 }, 4e12);
    expect(tokensIn(state)).toBe(10);
  });

  test("gains nothing when the clock goes back, and keeps what it has", () => {
    const state = takeTokens(fullBucket(ten, 5_000), 8);
    expect(tokensIn(refill(state, ten, 1_000))).toBe(2);
    expect(tokensIn(refill(refill(state, ten, 1_000), ten, 6_000))).toBe(3);
  });

  test("spills what a smaller limit does not hold", () => {
    expect(tokensIn(refill(fullBucket(ten, 0), { ratePerSecond: 1, burst: 3 }, 0))).toBe(3);
  });

  test("refuses to be overdrawn", () => {
    expect(() => takeTokens(fullBucket(ten, 0), 11)).toThrow(RangeError);
  });

  test.each<[BucketLimit, boolean]>([
    [{ ratePerSecond: 1, burst: 1 }, true],
    [{ ratePerSecond: 0.001, burst: 1 }, true],
    [{ ratePerSecond: 0.1, burst: 10 }, true],
    [{ ratePerSecond: 0.0001, burst: 1 }, false],
    [{ ratePerSecond: 0, burst: 1 }, false],
    [{ ratePerSecond: -1, burst: 1 }, false],
    [{ ratePerSecond: Number.NaN, burst: 1 }, false],
    [{ ratePerSecond: 1, burst: 0 }, false],
    [{ ratePerSecond: 1, burst: 1.5 }, false],
    [{ ratePerSecond: 1, burst: 1e9 }, false],
  ])("%o is a limit: %s", (limit, valid) => {
    expect(isBucketLimit(limit)).toBe(valid);
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { FlowRate } from "./flow-settings.ts";
import {
  fullPace,
  msUntilPace,
  type PaceState,
  refillPace,
  returnPace,
  slowerRate,
  takePace,
  tokensLeft,
  worthWaking,
} from "./pace.ts";

const PERIOD_MS = { second: 1_000, minute: 60_000, hour: 3_600_000 };
const START = 1_800_000_000_000;
const rates = fc.record({
  limit: fc.integer({ min: 1, max: 5_000 }),
  per: fc.constantFrom("second", "minute", "hour"),
  burst: fc.integer({ min: 1, max: 50 }),
});

/** Everybody asks at every moment of `gaps`, as often as they like; answers the moments at which one got through. */
function saturate(rate: FlowRate, gapsMs: readonly number[], asks: number): number[] {
  let state: PaceState | undefined;
  let now = START;
  const passed: number[] = [];
  for (const gap of gapsMs) {
    now += gap;
    state = refillPace(state, rate, now);
    for (let n = 0; n < asks && tokensLeft(state) > 0; n++) {
      state = takePace(state, 1);
      passed.push(now);
    }
  }
  return passed;
}

describe("the pace of an integration", () => {
  it("never lets more through in any window than burst and rate allow, whoever asks and whenever", () => {
    fc.assert(
      fc.property(rates, fc.array(fc.integer({ min: 0, max: 2_000 }), { maxLength: 60 }), (rate, gaps) => {
        const passed = saturate(rate, gaps, 100);
        const period = PERIOD_MS[rate.per];
        // For every window at once: count * period - windowMs * limit may never be above burst * period.
        let least = Number.POSITIVE_INFINITY;
        let worst = 0;
        passed.forEach((at, index) => {
          const level = index * period - (at - START) * rate.limit;
          least = Math.min(least, level);
          worst = Math.max(worst, level - least + period);
        });
        expect(worst).toBeLessThanOrEqual(rate.burst * period);
      }),
      { numRuns: 2_000 },
    );
  });

  it("gives 100 senders that never rest exactly what it allows, in every unit", () => {
    fc.assert(
      fc.property(rates, (rate) => {
        let state = fullPace(rate, START);
        let passed = 0;
        let now = START;
        const spanMs = 20 * PERIOD_MS[rate.per];
        while (now < START + spanMs) {
          const tokens = tokensLeft(state);
          if (tokens > 0) {
            state = takePace(state, Math.min(100, tokens));
            passed += Math.min(100, tokens);
          }
          now += Math.max(1, msUntilPace(state, rate, worthWaking(rate)));
          state = refillPace(state, rate, now);
        }
        const allowed = rate.burst + 20 * rate.limit;
        expect(passed).toBeLessThanOrEqual(allowed);
        // A clock of whole milliseconds: a bucket of one loses up to one with every token.
        const perMs = rate.limit / PERIOD_MS[rate.per];
        if (rate.burst > 1 ? perMs * 2 <= rate.burst : perMs * 100 <= 1)
          expect(passed).toBeGreaterThanOrEqual(Math.floor(allowed * 0.99) - rate.burst);
      }),
      { numRuns: 100, examples: [[{ limit: 1_137, per: "second", burst: 3 }]] },
    );
  });

  it("keeps 7 an hour exact to the token over a year", () => {
    const rate = { limit: 7, per: "hour", burst: 1 } as const;
    let state = takePace(fullPace(rate, START), 1);
    let passed = 1;
    let now = START;
    const end = START + 365 * 86_400_000;
    for (;;) {
      now += msUntilPace(state, rate, 1);
      if (now > end) break;
      state = takePace(refillPace(state, rate, now), 1);
      passed++;
    }
    expect(passed).toBeGreaterThan(1 + 7 * 24 * 365 * 0.999);
    expect(passed).toBeLessThanOrEqual(1 + 7 * 24 * 365);
  });

  it("neither gives nor takes when the clock goes back", () => {
    const rate = { limit: 1, per: "second", burst: 3 } as const;
    const state = takePace(fullPace(rate, START), 3);
    expect(tokensLeft(refillPace(state, rate, START - 60_000))).toBe(0);
    expect(tokensLeft(refillPace(refillPace(state, rate, START - 60_000), rate, START + 1_000))).toBe(1);
  });

  it("takes back what was not used, and holds no more than its burst", () => {
    const rate = { limit: 1, per: "minute", burst: 2 } as const;
    const state = takePace(fullPace(rate, START), 1);
    expect(tokensLeft(returnPace(state, rate, 5))).toBe(2);
  });

  it("keeps whole tokens when the settings change their unit", () => {
    const before = takePace(fullPace({ limit: 10, per: "second", burst: 10 }, START), 7);
    expect(tokensLeft(refillPace(before, { limit: 10, per: "hour", burst: 10 }, START))).toBe(3);
  });

  it("knows the slower of two whatever their units", () => {
    const fast = { limit: 2, per: "second", burst: 1 } as const;
    const slow = { limit: 119, per: "minute", burst: 1 } as const;
    expect(slowerRate(fast, slow)).toBe(slow);
    expect(slowerRate(slow, fast)).toBe(slow);
    expect(slowerRate(null, fast)).toBe(fast);
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { effectiveRate, type LearnedPace, learnFrom429, recoverPace } from "./learned-pace.ts";

const START = 1_800_000_000_000;

describe("what a 429 teaches", () => {
  it("is half of what was sent, and nothing before the moment that the target named", () => {
    const learned = learnFrom429(null, 200, START + 7_000, START);
    expect(learned).toEqual({ perMinute: 600, at: START, blockedUntil: START + 7_000, steps: 0 });
    expect(effectiveRate(null, learned)).toEqual({ limit: 600, per: "minute", burst: 10 });
  });

  it("is one lesson, however many requests were under way", () => {
    const first = learnFrom429(null, 200, START, START);
    const again = learnFrom429(first, 200, START + 900, START + 100);
    expect(again.perMinute).toBe(first.perMinute);
    expect(again.blockedUntil).toBe(START + 900);
  });

  it("holds nobody back for longer than a minute, whatever one answer says", () => {
    expect(learnFrom429(null, 1, START + 86_400_000, START).blockedUntil).toBe(START + 60_000);
  });

  it("never makes a configured rate faster", () => {
    const configured = { limit: 2, per: "second", burst: 1 } as const;
    const learned = learnFrom429(null, 10_000, START, START);
    expect(effectiveRate(configured, learned)).toBe(configured);
  });

  it("is forgotten step by step, and in the end", () => {
    const rates: number[] = [];
    let learned: LearnedPace | null = learnFrom429(null, 20, START, START);
    for (let now = START; learned !== null; now += 30_000) {
      rates.push(learned.perMinute);
      learned = recoverPace(learned, null, now + 30_000);
      expect(rates.length).toBeLessThan(20);
    }
    expect(rates).toEqual([...rates].sort((a, b) => a - b));
    expect(rates.at(-1)).toBeGreaterThan(10 * (rates[0] ?? 0));
  });

  it("finds the rate of a target that takes 300 a minute, whatever the first guess", () => {
    fc.assert(
      fc.property(fc.integer({ min: 60, max: 5_000 }), (sentLately) => {
        let learned: LearnedPace | null = learnFrom429(null, sentLately, START, START);
        let refusals = 0;
        for (let now = START + 10_000; now < START + 3_600_000; now += 10_000) {
          learned = recoverPace(learned, null, now);
          const perMinute = learned?.perMinute ?? 2_000;
          if (perMinute > 300) {
            refusals++;
            learned = learnFrom429(learned, perMinute / 6, now, now);
          }
        }
        expect(learned?.perMinute).toBeGreaterThan(100);
        expect(refusals).toBeLessThan(60);
      }),
      { numRuns: 200 },
    );
  });
});

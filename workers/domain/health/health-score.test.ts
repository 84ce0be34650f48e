import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { gradeOf, type HealthFacts, healthParts, healthScore } from "./health-score.ts";

const NOW = Date.parse("2026-11-20T12:00:00Z");
const WELL: HealthFacts = {
  day: { succeeded: 100, failed: 0, averageMs: 0, lastAttemptAt: NOW - 60_000 },
  deadLetters: 0,
  delivering: true,
  now: NOW,
};
const score = (facts: HealthFacts) => healthScore(healthParts(facts));

describe("a health score", () => {
  it("is 100 when everything arrives at once", () => {
    expect(score(WELL)).toBe(100);
  });

  it("is the sum of its four parts by their weights", () => {
    const facts = {
      ...WELL,
      day: { ...WELL.day, succeeded: 90, failed: 10, averageMs: 500 },
      deadLetters: 4,
    };
    expect(healthParts(facts)).toEqual({ successRate: 90, responseTime: 75, deadLetters: 80, uptime: 100 });
    expect(score(facts)).toBe(85.8);
  });

  it("has a response time of 0 from 2 seconds on, and dead letters of 0 from 20 on", () => {
    const facts = { ...WELL, day: { ...WELL.day, averageMs: 9_000 }, deadLetters: 500 };
    expect(healthParts(facts)).toMatchObject({ responseTime: 0, deadLetters: 0 });
  });

  it("has no uptime an hour after the last attempt, nor when it is switched off", () => {
    const quiet = { ...WELL, day: { ...WELL.day, lastAttemptAt: NOW - 3_600_000 } };
    expect(healthParts(quiet).uptime).toBe(0);
    expect(healthParts({ ...WELL, delivering: false }).uptime).toBe(0);
  });

  it("is nothing when nothing was tried", () => {
    const idle = { ...WELL, day: { succeeded: 0, failed: 0, averageMs: null, lastAttemptAt: null } };
    expect(score(idle)).toBeNull();
    expect(gradeOf(null)).toBe("unknown");
  });

  it("never falls when one more delivery arrives, and stays between 0 and 100", () => {
    const count = fc.nat({ max: 10_000 });
    fc.assert(
      fc.property(
        count,
        count,
        count,
        fc.nat({ max: 60_000 }),
        (succeeded, failed, deadLetters, averageMs) => {
          const day = { ...WELL.day, succeeded, failed: failed + 1, averageMs };
          const before = score({ ...WELL, day, deadLetters }) ?? -1;
          const after = score({ ...WELL, day: { ...day, succeeded: succeeded + 1 }, deadLetters }) ?? -1;
          expect(before).toBeGreaterThanOrEqual(0);
          expect(after).toBeLessThanOrEqual(100);
          expect(after).toBeGreaterThanOrEqual(before);
        },
      ),
    );
  });

  it.each([
    [80, "green"],
    [79.9, "amber"],
    [60, "amber"],
    [59.9, "red"],
  ])("of %d is %s", (value, grade) => {
    expect(gradeOf(value)).toBe(grade);
  });
});

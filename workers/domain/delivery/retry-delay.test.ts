import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { retryDelayMs, spreadDelayMs } from "./retry-delay.ts";
import { type ExponentialStrategy, MAX_ATTEMPTS, type RetryStrategy } from "./retry-policy.ts";

const computed = (
  baseDelayMs: number,
  factor: number,
  maxDelayMs: number,
  jitter = 0,
): ExponentialStrategy => ({
  kind: "exponential",
  jitter,
  steps: { kind: "computed", baseDelayMs, factor, maxDelayMs, maxAttempts: 6 },
});

describe("retryDelayMs", () => {
  it.each<[string, RetryStrategy, (number | null)[]]>([
    ["none", { kind: "none" }, [null, null]],
    [
      "a ladder",
      { kind: "exponential", jitter: 0.2, steps: { kind: "ladder", delaysMs: [5, 50, 500] } },
      [5, 50, 500, null, null],
    ],
    ["computed steps", computed(1_000, 3, 10_000), [1_000, 3_000, 9_000, 10_000, 10_000, null]],
    [
      "a constant linear strategy",
      { kind: "linear", delayMs: 100, incrementMs: 0, maxAttempts: 3 },
      [100, 100, null],
    ],
    [
      "a growing linear strategy",
      { kind: "linear", delayMs: 100, incrementMs: 50, maxAttempts: 4 },
      [100, 150, 200, null],
    ],
    ["a schedule", { kind: "schedule", delaysMs: [7, 1, 9] }, [7, 1, 9, null]],
    ["an empty schedule", { kind: "schedule", delaysMs: [] }, [null]],
    [
      "until a deadline",
      { kind: "until_deadline", deadlineMs: 1, delayMs: 10, factor: 2, maxDelayMs: 30 },
      [10, 20, 30, 30],
    ],
  ])("follows %s attempt by attempt", (_name, strategy, delaysMs) => {
    expect(delaysMs.map((_, index) => retryDelayMs(strategy, index + 1))).toEqual(delaysMs);
  });

  it("ends an until strategy at the backstop of attempts", () => {
    const until: RetryStrategy = {
      kind: "until_deadline",
      deadlineMs: 1,
      delayMs: 10,
      factor: 1,
      maxDelayMs: 10,
    };
    expect(retryDelayMs(until, MAX_ATTEMPTS - 1)).toBe(10);
    expect(retryDelayMs(until, MAX_ATTEMPTS)).toBeNull();
  });

  it("stays at the ceiling where the power overflows, and at zero for a base of zero", () => {
    const until = { kind: "until_deadline", deadlineMs: 1, factor: 100, maxDelayMs: 5_000 } as const;
    expect(retryDelayMs({ ...until, delayMs: 1 }, 9_000)).toBe(5_000);
    expect(retryDelayMs({ ...until, delayMs: 0 }, 9_000)).toBe(0);
  });

  it("never shrinks and never passes the ceiling as attempts go on", () => {
    fc.assert(
      fc.property(
        fc.nat(1e9),
        fc.double({ min: 1, max: 100, noNaN: true }),
        fc.nat(1e9),
        (base, factor, ceiling) => {
          const strategy = computed(base, factor, ceiling);
          const delaysMs = [1, 2, 3, 4, 5].map((attempt) => retryDelayMs(strategy, attempt) ?? Number.NaN);
          expect(delaysMs.toSorted((a, b) => a - b)).toEqual(delaysMs);
          for (const delayMs of delaysMs) expect(delayMs).toBeLessThanOrEqual(ceiling);
        },
      ),
    );
  });
});

describe("spreadDelayMs", () => {
  const ladder = (jitter: number): ExponentialStrategy => ({
    kind: "exponential",
    jitter,
    steps: { kind: "ladder", delaysMs: [] },
  });

  it("spreads a fifth to both sides of the step", () => {
    expect(spreadDelayMs(ladder(0.2), 5_000, () => 0)).toBe(4_000);
    expect(spreadDelayMs(ladder(0.2), 5_000, () => 0.5)).toBe(5_000);
    expect(spreadDelayMs(ladder(0.2), 5_000, () => 1)).toBe(6_000);
  });

  it("keeps to the step exactly without jitter", () => {
    expect(spreadDelayMs(ladder(0), 5_000, () => 0.9)).toBe(5_000);
  });

  it("spreads waits at the ceiling below it instead of piling them up on it", () => {
    const strategy = computed(10_000, 2, 10_000, 0.5);
    expect([0, 0.5, 1].map((drawn) => spreadDelayMs(strategy, 10_000, () => drawn))).toEqual([
      5_000, 7_500, 10_000,
    ]);
  });

  it("leaves the exact strategies alone", () => {
    const schedule: RetryStrategy = { kind: "schedule", delaysMs: [1_234] };
    expect(spreadDelayMs(schedule, 1_234, () => 0.99)).toBe(1_234);
  });

  it("stays within the jitter's bounds in whole milliseconds, whatever is drawn", () => {
    const fraction = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(fc.nat(1e9), fraction, fraction, (delayMs, jitter, drawn) => {
        const waitMs = spreadDelayMs(ladder(jitter), delayMs, () => drawn);
        expect(Number.isInteger(waitMs)).toBe(true);
        expect(waitMs).toBeGreaterThanOrEqual(Math.floor(delayMs * (1 - jitter)));
        expect(waitMs).toBeLessThanOrEqual(Math.ceil(delayMs * (1 + jitter)));
      }),
    );
  });

  it("waits longer for a higher draw", () => {
    const fraction = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(fc.nat(1e9), fraction, fraction, fraction, (delayMs, jitter, one, other) => {
        const shorter = spreadDelayMs(ladder(jitter), delayMs, () => Math.min(one, other));
        const longer = spreadDelayMs(ladder(jitter), delayMs, () => Math.max(one, other));
        expect(shorter).toBeLessThanOrEqual(longer);
      }),
    );
  });
});

import { describe, expect, it } from "vitest";
import { planRetries } from "./plan-retries.ts";
import { DEFAULT_RETRY_POLICY, type RetryPolicy, STANDARD_LADDER_MS } from "./retry-policy.ts";

const START = Date.parse("2026-10-24T22:00:00Z"); // midnight in Berlin, on the day of 25 hours
const HOUR_MS = 3_600_000;

describe("planRetries", () => {
  it("shows the default policy without its jitter, numbered by the attempt that goes out", () => {
    const plan = planRetries(DEFAULT_RETRY_POLICY, START);
    let at = START;
    const expected = STANDARD_LADDER_MS.map((delayMs, index) => {
      at += delayMs;
      return { attempt: index + 2, at, reason: "backoff" };
    });
    expect(plan).toEqual(expected);
  });

  it("shows nothing where nothing is retried", () => {
    expect(planRetries({ ...DEFAULT_RETRY_POLICY, strategy: { kind: "none" } }, START)).toEqual([]);
  });

  const hourlyUntilEndOfDay: RetryPolicy = {
    ...DEFAULT_RETRY_POLICY,
    strategy: {
      kind: "until_time_of_day",
      time: "24:00",
      timeZone: "Europe/Berlin",
      delayMs: 2 * HOUR_MS,
      factor: 1,
      maxDelayMs: 2 * HOUR_MS,
    },
  };

  it("ends on the deadline of a day of 25 hours", () => {
    const plan = planRetries(hourlyUntilEndOfDay, START);
    expect(plan).toHaveLength(13);
    expect(plan.at(-1)).toEqual({
      attempt: 14,
      at: START + 25 * HOUR_MS,
      reason: "last_attempt_at_deadline",
    });
  });

  it("is never longer than its limit", () => {
    expect(planRetries(hourlyUntilEndOfDay, START, 3).map(({ attempt }) => attempt)).toEqual([2, 3, 4]);
    const endless: RetryPolicy = {
      ...DEFAULT_RETRY_POLICY,
      strategy: { kind: "linear", delayMs: 0, incrementMs: 0, maxAttempts: 10_000 },
    };
    expect(planRetries(endless, START)).toHaveLength(100);
  });
});

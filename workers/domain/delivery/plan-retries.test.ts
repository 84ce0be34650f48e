import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decideNext, HELD_MS } from "./decide-next.ts";
import { failureLike } from "./failure-like.ts";
import { planRetries, type RetrySettings, type RetryStanding } from "./plan-retries.ts";
import { DEFAULT_RETRY_POLICY, type RetryPolicy, STANDARD_LADDER_MS } from "./retry-policy.ts";

const START = Date.parse("2026-10-24T22:00:00Z"); // midnight in Berlin, on the day of 25 hours
const HOUR_MS = 3_600_000;
const FRESH: RetryStanding = { attempts: 0, cycleAttempts: 0, cycleStartedAt: null, round: 0, dueAt: START };
const AWAY = failureLike({ category: null, httpStatus: null });

const settings = (retry: RetryPolicy, deadLetter: RetrySettings["deadLetter"] = { autoRetry: null }) => ({
  retry,
  deadLetter,
});
const withStrategy = (strategy: RetryPolicy["strategy"]): RetryPolicy => ({
  ...DEFAULT_RETRY_POLICY,
  strategy,
});
const hourlyUntilEndOfDay = withStrategy({
  kind: "until_time_of_day",
  time: "24:00",
  timeZone: "Europe/Berlin",
  delayMs: 2 * HOUR_MS,
  factor: 1,
  maxDelayMs: 2 * HOUR_MS,
});

describe("planRetries", () => {
  it("shows the default policy's steps, and how far jitter may move each of them", () => {
    const { attempts, end } = planRetries(settings(DEFAULT_RETRY_POLICY), FRESH, AWAY, 100);
    const waits = attempts.slice(1).map(({ at }, index) => at - (attempts[index]?.at ?? 0));
    expect(waits).toEqual(STANDARD_LADDER_MS);
    expect(attempts[0]).toEqual({ attempt: 1, at: START, earliestAt: START, latestAt: START, reason: null });
    expect(attempts[1]).toEqual({
      attempt: 2,
      at: START + 5_000,
      earliestAt: START + 4_000,
      latestAt: START + 6_000,
      reason: "backoff",
    });
    const whole = STANDARD_LADDER_MS.reduce((sum, delayMs) => sum + delayMs, 0);
    expect(attempts.at(-1)).toMatchObject({ earliestAt: START + whole * 0.8, latestAt: START + whole * 1.2 });
    expect(end).toMatchObject({ at: START + whole, reason: "exhausted", disables: false });
  });

  it("ends with the first attempt where nothing is retried", () => {
    const { attempts, end } = planRetries(settings(withStrategy({ kind: "none" })), FRESH, AWAY, 100);
    expect(attempts).toHaveLength(1);
    expect(end).toMatchObject({ at: START, reason: "exhausted" });
  });

  it("ends on the deadline of a day of 25 hours, and names it", () => {
    const { attempts, deadlineAt } = planRetries(settings(hourlyUntilEndOfDay), FRESH, AWAY, 100);
    const deadline = START + 25 * HOUR_MS;
    expect(deadlineAt).toBe(deadline);
    expect(attempts.at(-1)).toMatchObject({ attempt: 14, at: deadline, reason: "last_attempt_at_deadline" });
  });

  it("is never longer than its limit, and says then that it has no end", () => {
    const plan = planRetries(settings(hourlyUntilEndOfDay), FRESH, AWAY, 3);
    expect(plan.attempts.map(({ attempt }) => attempt)).toEqual([1, 2, 3]);
    expect(plan.end).toBeNull();
  });

  it("goes on from where a delivery stands", () => {
    const standing = { ...FRESH, attempts: 9, cycleAttempts: 2, cycleStartedAt: START - HOUR_MS };
    const policy = withStrategy({ kind: "schedule", delaysMs: [1_000, 2_000, 3_000] });
    const { attempts } = planRetries(settings(policy), standing, AWAY, 100);
    expect(attempts.map(({ attempt, at }) => [attempt, at])).toEqual([
      [10, START],
      [11, START + 3_000],
    ]);
  });

  it("shows automatic rounds out of the dead letters, each with the whole policy", () => {
    const autoRetry = { categories: ["SERVER_ERROR" as const], afterMs: HOUR_MS, maxRounds: 2 };
    const policy = withStrategy({ kind: "schedule", delaysMs: [1_000] });
    const { attempts, end } = planRetries(settings(policy, { autoRetry }), FRESH, AWAY, 100);
    expect(attempts.map(({ reason }) => reason)).toEqual([
      null,
      "backoff",
      "automatic_retry",
      "backoff",
      "automatic_retry",
      "backoff",
    ]);
    expect(end).toMatchObject({ reason: "exhausted", at: START + 2 * HOUR_MS + 3_000 });
  });

  it("shows the wait that a receiver asks for, and the cap on it", () => {
    const ask = failureLike({ category: null, httpStatus: 503, headers: { "retry-after": "7200" } });
    const capped = { ...withStrategy({ kind: "schedule", delaysMs: [1_000] }), maxRetryAfterMs: HOUR_MS };
    expect(planRetries(settings(capped), FRESH, ask, 100).attempts[1]).toMatchObject({
      at: START + HOUR_MS,
      reason: "receiver_asked_capped",
    });
  });

  it("shows that a permanent failure ends it, and that a 410 switches the integration off", () => {
    const end = (httpStatus: number) =>
      planRetries(settings(DEFAULT_RETRY_POLICY), FRESH, failureLike({ category: null, httpStatus }), 9).end;
    expect(end(404)).toMatchObject({ at: START, reason: "permanent", disables: false });
    expect(end(410)).toMatchObject({ at: START, reason: "endpoint_gone", disables: true });
  });

  it("shows that a refused credential is waited for, once", () => {
    const refused = { kind: "credential_refused", credentialId: "crd_1", changes: 1, message: "" } as const;
    const { attempts, end } = planRetries(settings(DEFAULT_RETRY_POLICY), FRESH, refused, 9);
    expect(attempts.map(({ at, reason }) => [at, reason])).toEqual([
      [START, null],
      [START + HELD_MS, "credential"],
    ]);
    expect(end).toMatchObject({ reason: "permanent" });
  });

  it("never says anything else than real attempts with the same dice would do", () => {
    const strategies = fc.oneof(
      fc.record({
        kind: fc.constant("schedule" as const),
        delaysMs: fc.array(fc.nat(100_000), { minLength: 1, maxLength: 9 }),
      }),
      fc.record({
        kind: fc.constant("linear" as const),
        delayMs: fc.nat(100_000),
        incrementMs: fc.nat(10_000),
        maxAttempts: fc.integer({ min: 1, max: 12 }),
      }),
      fc.record({
        kind: fc.constant("until_deadline" as const),
        deadlineMs: fc.integer({ min: 1, max: 1_000_000 }),
        delayMs: fc.integer({ min: 1_000, max: 100_000 }),
        factor: fc.integer({ min: 1, max: 3 }),
        maxDelayMs: fc.integer({ min: 1_000, max: 300_000 }),
      }),
    );
    fc.assert(
      fc.property(strategies, fc.nat(3), (strategy, made) => {
        const policy = withStrategy(strategy);
        const standing = {
          ...FRESH,
          attempts: made,
          cycleAttempts: made,
          cycleStartedAt: made === 0 ? null : START - 1,
        };
        const plan = planRetries(settings(policy), standing, AWAY, 50);
        let [now, cycleAttempt] = [START, made];
        for (const { at } of plan.attempts) {
          expect(at).toBe(now);
          cycleAttempt += 1;
          const firstAttemptAt = standing.cycleStartedAt ?? START;
          const deadLetter = { policy: { autoRetry: null }, round: 0 };
          const moment = {
            policy,
            result: AWAY,
            attempt: cycleAttempt,
            cycleAttempt,
            firstAttemptAt,
            now,
            deadLetter,
          };
          const next = decideNext(moment, () => 0.5);
          if (next.kind !== "retry") expect(plan.end?.at).toBe(now);
          else now = next.at;
        }
      }),
      { numRuns: 500 },
    );
  });
});

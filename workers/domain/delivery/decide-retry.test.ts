import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decideRetry, decideRetryAt, LAST_ATTEMPT_MIN_WAIT_MS, retryDeadline } from "./decide-retry.ts";
import { DEFAULT_RETRY_POLICY, MAX_ATTEMPTS, type RetryPolicy, type RetryStrategy } from "./retry-policy.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const START = Date.parse("2026-03-29T00:30:00Z"); // 01:30 in Berlin, half an hour before the clock jumps

const withStrategy = (strategy: RetryStrategy): RetryPolicy => ({ ...DEFAULT_RETRY_POLICY, strategy });
const middle = () => 0.5;

/** Let every attempt fail after `sendMs` and collect when the next ones go out. */
function runUntilExhausted(policy: RetryPolicy, sendMs = 0, random = middle) {
  let now = START;
  const retries: { afterMs: number; reason: string }[] = [];
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
    const failedAt = now + sendMs;
    const decision = decideRetry(policy, { attempt, firstAttemptAt: START, now: failedAt }, random);
    if (decision.kind === "exhausted") return { retries, ended: decision.reason };
    retries.push({ afterMs: decision.at - failedAt, reason: decision.reason });
    now = decision.at;
  }
  throw new Error("never exhausted");
}

describe("decideRetry, strategies that count", () => {
  it.each<[string, RetryStrategy, number[], string]>([
    ["none", { kind: "none" }, [], "retries_disabled"],
    ["an empty schedule", { kind: "schedule", delaysMs: [] }, [], "attempts_used_up"],
    [
      "the default ladder",
      DEFAULT_RETRY_POLICY.strategy,
      [5_000, 300_000, 1_800_000, 7_200_000, 18_000_000, 36_000_000, 50_400_000, 72_000_000, 86_400_000],
      "attempts_used_up",
    ],
    [
      "computed steps",
      {
        kind: "exponential",
        jitter: 0,
        steps: { kind: "computed", baseDelayMs: 500, factor: 2, maxDelayMs: 3_000, maxAttempts: 5 },
      },
      [500, 1_000, 2_000, 3_000],
      "attempts_used_up",
    ],
    [
      "linear",
      { kind: "linear", delayMs: 10_000, incrementMs: 5_000, maxAttempts: 4 },
      [10_000, 15_000, 20_000],
      "attempts_used_up",
    ],
    [
      "linear with a single attempt",
      { kind: "linear", delayMs: 1, incrementMs: 1, maxAttempts: 1 },
      [],
      "attempts_used_up",
    ],
    ["a schedule", { kind: "schedule", delaysMs: [1, 60_000, 7] }, [1, 60_000, 7], "attempts_used_up"],
  ])("follows %s to its end", (_name, strategy, waitsMs, ended) => {
    const run = runUntilExhausted(withStrategy(strategy), 1_500);
    expect(run.retries.map(({ afterMs }) => afterMs)).toEqual(waitsMs);
    expect(new Set(run.retries.map(({ reason }) => reason))).toEqual(
      new Set(waitsMs.length > 0 ? ["backoff"] : []),
    );
    expect(run.ended).toBe(ended);
  });

  it("spreads every step of the ladder by a fifth to both sides", () => {
    const shortest = runUntilExhausted(DEFAULT_RETRY_POLICY, 0, () => 0).retries;
    const longest = runUntilExhausted(DEFAULT_RETRY_POLICY, 0, () => 1).retries;
    expect(shortest.map(({ afterMs }) => afterMs).slice(0, 3)).toEqual([4_000, 240_000, 1_440_000]);
    expect(longest.map(({ afterMs }) => afterMs).slice(0, 3)).toEqual([6_000, 360_000, 2_160_000]);
  });

  it("counts the wait from the failure and not from the start of the attempt", () => {
    const policy = withStrategy({ kind: "schedule", delaysMs: [1_000] });
    const moment = { attempt: 1, firstAttemptAt: START, now: START + 30_000 };
    expect(decideRetry(policy, moment, middle)).toEqual({
      kind: "retry",
      at: START + 31_000,
      reason: "backoff",
    });
  });
});

describe("decideRetry, until a deadline", () => {
  const untilDeadline = (deadlineMs: number, delayMs: number, factor = 2, maxDelayMs = HOUR_MS) =>
    withStrategy({ kind: "until_deadline", deadlineMs, delayMs, factor, maxDelayMs });

  it("grows its waits, then makes one last attempt exactly on the deadline", () => {
    // 10, 30, 70 minutes; the next would be 130, so the last one goes out at 100.
    const run = runUntilExhausted(untilDeadline(100 * MINUTE_MS, 10 * MINUTE_MS));
    expect(run.retries).toEqual([
      { afterMs: 10 * MINUTE_MS, reason: "backoff" },
      { afterMs: 20 * MINUTE_MS, reason: "backoff" },
      { afterMs: 40 * MINUTE_MS, reason: "backoff" },
      { afterMs: 30 * MINUTE_MS, reason: "last_attempt_at_deadline" },
    ]);
    expect(run.ended).toBe("deadline_passed");
  });

  it("makes a step that falls exactly on the deadline, and no further one", () => {
    const run = runUntilExhausted(untilDeadline(30 * MINUTE_MS, 10 * MINUTE_MS));
    expect(run.retries.map(({ reason }) => reason)).toEqual(["backoff", "backoff"]);
    expect(run.ended).toBe("deadline_passed");
  });

  it.each([
    [LAST_ATTEMPT_MIN_WAIT_MS, 10 * MINUTE_MS, "retry"],
    [LAST_ATTEMPT_MIN_WAIT_MS - 1, 10 * MINUTE_MS, "exhausted"],
    [5_000, 5_000, "retry"], // a fast pace may end on a short wait
    [4_999, 5_000, "exhausted"],
    [0, 5_000, "exhausted"],
    [-1, 5_000, "exhausted"],
  ] as const)("with %i ms left and a first step of %i ms decides: %s", (remainingMs, delayMs, kind) => {
    const policy = untilDeadline(HOUR_MS, delayMs, 2);
    const moment = { attempt: 12, firstAttemptAt: START, now: START + HOUR_MS - remainingMs };
    const decision = decideRetry(policy, moment, middle);
    expect(decision).toEqual(
      kind === "retry"
        ? { kind, at: START + HOUR_MS, reason: "last_attempt_at_deadline" }
        : { kind, reason: "deadline_passed" },
    );
  });

  it("does not repeat the attempt on the deadline when its clock fires a moment early", () => {
    const policy = untilDeadline(HOUR_MS, 10 * MINUTE_MS);
    const moment = { attempt: 5, firstAttemptAt: START, now: START + HOUR_MS - 3 };
    expect(decideRetry(policy, moment, middle)).toEqual({ kind: "exhausted", reason: "deadline_passed" });
  });

  it("ends even a policy without any wait", () => {
    const policy = untilDeadline(HOUR_MS, 0, 1, 0);
    expect(runUntilExhausted(policy).ended).toBe("attempts_used_up");
    const onDeadline = { attempt: 2, firstAttemptAt: START, now: START + HOUR_MS + 1 };
    expect(decideRetry(policy, onDeadline, middle)).toEqual({ kind: "exhausted", reason: "deadline_passed" });
  });
});

describe("decideRetry, until a time of day", () => {
  const untilTime = (time: string, timeZone: string, delayMs = HOUR_MS) =>
    withStrategy({ kind: "until_time_of_day", time, timeZone, delayMs, factor: 1, maxDelayMs: HOUR_MS });

  const endOf = (policy: RetryPolicy, firstAttemptAt: number) => {
    let now = firstAttemptAt;
    let retries = 0;
    for (let attempt = 1; ; attempt += 1) {
      const decision = decideRetry(policy, { attempt, firstAttemptAt, now }, middle);
      if (decision.kind === "exhausted") return { at: new Date(now).toISOString(), retries };
      now = decision.at;
      retries += 1;
    }
  };

  it.each([
    // Hourly from local midnight to the end of that day: one retry for every hour it has.
    ["Europe/Berlin", "2026-03-28T23:00:00.000Z", 23, "2026-03-29T22:00:00.000Z"],
    ["Europe/Berlin", "2026-06-14T22:00:00.000Z", 24, "2026-06-15T22:00:00.000Z"],
    ["Europe/Berlin", "2026-10-24T22:00:00.000Z", 25, "2026-10-25T23:00:00.000Z"],
    ["America/New_York", "2026-03-08T05:00:00.000Z", 23, "2026-03-09T04:00:00.000Z"],
    ["America/New_York", "2026-11-01T04:00:00.000Z", 25, "2026-11-02T05:00:00.000Z"],
    // 23.5 and 24.5 hours: the half hour is the last attempt on the deadline.
    ["Australia/Lord_Howe", "2026-10-03T13:30:00.000Z", 24, "2026-10-04T13:00:00.000Z"],
    ["Australia/Lord_Howe", "2026-04-04T13:00:00.000Z", 25, "2026-04-05T13:30:00.000Z"],
    // The day ends where the clock jumps over midnight.
    ["Africa/Cairo", "2024-04-24T22:00:00.000Z", 24, "2024-04-25T22:00:00.000Z"],
  ])("in %s from %s makes %i hourly retries and ends at %s", (timeZone, midnight, retries, end) => {
    expect(endOf(untilTime("24:00", timeZone), Date.parse(midnight))).toEqual({ at: end, retries });
  });

  it("keeps the day of the first attempt when retries reach the next day's clock", () => {
    const policy = untilTime("18:00", "Europe/Berlin");
    const firstAttemptAt = Date.parse("2026-01-15T08:00:00Z");
    const late = { attempt: 9, firstAttemptAt, now: Date.parse("2026-01-15T23:30:00Z") };
    expect(decideRetry(policy, late, middle)).toEqual({ kind: "exhausted", reason: "deadline_passed" });
  });

  it("gives a first attempt after that time no retry instead of a whole further day", () => {
    const firstAttemptAt = Date.parse("2026-01-15T17:00:01Z");
    const moment = { attempt: 1, firstAttemptAt, now: firstAttemptAt };
    expect(decideRetry(untilTime("18:00", "Europe/Berlin"), moment, middle).kind).toBe("exhausted");
  });
});

describe("decideRetryAt", () => {
  const moment = { attempt: 1, firstAttemptAt: START, now: START };

  it("grants exactly the moment the receiver named", () => {
    expect(decideRetryAt(DEFAULT_RETRY_POLICY, moment, START + 1_234, "receiver_asked")).toEqual({
      kind: "retry",
      at: START + 1_234,
      reason: "receiver_asked",
    });
  });

  it("costs an attempt: after the last one there is no retry, whatever the receiver names", () => {
    const last = { ...moment, attempt: 10 };
    expect(decideRetryAt(DEFAULT_RETRY_POLICY, last, START + 1, "receiver_asked")).toEqual({
      kind: "exhausted",
      reason: "attempts_used_up",
    });
    expect(decideRetryAt(withStrategy({ kind: "none" }), moment, START + 1, "receiver_asked")).toEqual({
      kind: "exhausted",
      reason: "retries_disabled",
    });
  });

  it("allows the deadline itself and nothing after it", () => {
    const policy = withStrategy({
      kind: "until_deadline",
      deadlineMs: 1_000,
      delayMs: 10,
      factor: 1,
      maxDelayMs: 10,
    });
    expect(decideRetryAt(policy, moment, START + 1_000, "receiver_asked").kind).toBe("retry");
    expect(decideRetryAt(policy, moment, START + 1_001, "receiver_asked")).toEqual({
      kind: "exhausted",
      reason: "deadline_passed",
    });
  });
});

describe("every strategy", () => {
  const delayMs = fc.integer({ min: 0, max: 30 * 24 * HOUR_MS });
  const pace = { delayMs, factor: fc.double({ min: 1, max: 100, noNaN: true }), maxDelayMs: delayMs };
  const maxAttempts = fc.integer({ min: 1, max: 50 });
  const strategies: fc.Arbitrary<RetryStrategy> = fc.oneof(
    fc.constant({ kind: "none" } as const),
    fc.record({
      kind: fc.constant("exponential" as const),
      jitter: fc.double({ min: 0, max: 1, noNaN: true }),
      steps: fc.oneof(
        fc.record({ kind: fc.constant("ladder" as const), delaysMs: fc.array(delayMs, { maxLength: 20 }) }),
        fc.record({
          kind: fc.constant("computed" as const),
          baseDelayMs: delayMs,
          factor: pace.factor,
          maxDelayMs: delayMs,
          maxAttempts,
        }),
      ),
    }),
    fc.record({ kind: fc.constant("linear" as const), delayMs, incrementMs: delayMs, maxAttempts }),
    fc.record({ kind: fc.constant("schedule" as const), delaysMs: fc.array(delayMs, { maxLength: 20 }) }),
    fc.record({ kind: fc.constant("until_deadline" as const), deadlineMs: delayMs, ...pace }),
    fc.record({
      kind: fc.constant("until_time_of_day" as const),
      time: fc.constantFrom("00:00", "02:30", "18:00", "24:00"),
      timeZone: fc.constantFrom("Europe/Berlin", "America/New_York", "Australia/Lord_Howe"),
      ...pace,
    }),
  );
  const moments = fc
    .record({
      attempt: fc.integer({ min: 1, max: 60 }),
      firstAttemptAt: fc.integer({ min: 1.7e12, max: 1.9e12 }),
      sinceFirstMs: fc.nat(3 * 24 * HOUR_MS),
    })
    .map(({ sinceFirstMs, ...rest }) => ({ ...rest, now: rest.firstAttemptAt + sinceFirstMs }));
  const draws = fc.double({ min: 0, max: 1, noNaN: true });

  it("retries at a whole millisecond that is never before now and never beyond the deadline", () => {
    let retries = 0;
    fc.assert(
      fc.property(strategies, moments, draws, (strategy, moment, drawn) => {
        const decision = decideRetry(withStrategy(strategy), moment, () => drawn);
        if (decision.kind === "exhausted") return;
        retries += 1;
        expect(Number.isSafeInteger(decision.at)).toBe(true);
        expect(decision.at).toBeGreaterThanOrEqual(moment.now);
        const deadline = retryDeadline(strategy, moment.firstAttemptAt);
        if (deadline !== null) expect(decision.at).toBeLessThanOrEqual(deadline);
      }),
      { numRuns: 1_000 },
    );
    expect(retries).toBeGreaterThan(100); // the property is about retries, so it must have seen some
  });

  it("stays exhausted: a later attempt at the same moment is not granted after an earlier one was refused", () => {
    fc.assert(
      fc.property(strategies, moments, (strategy, moment) => {
        const policy = withStrategy(strategy);
        if (decideRetry(policy, moment, middle).kind === "retry") return;
        const later = { ...moment, attempt: moment.attempt + 1, now: moment.now + 1 };
        expect(decideRetry(policy, later, middle).kind).toBe("exhausted");
      }),
    );
  });
});

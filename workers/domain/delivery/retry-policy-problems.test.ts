import { describe, expect, it } from "vitest";
import { DEFAULT_RETRY_POLICY, type RetryPolicy, type RetryStrategy } from "./retry-policy.ts";
import { findRetryPolicyProblems } from "./retry-policy-problems.ts";

const pointersOf = (policy: RetryPolicy) => findRetryPolicyProblems(policy).map(({ pointer }) => pointer);
const withStrategy = (strategy: RetryStrategy): RetryPolicy => ({ ...DEFAULT_RETRY_POLICY, strategy });
const PACE = { delayMs: 1_000, factor: 2, maxDelayMs: 60_000 };

describe("findRetryPolicyProblems", () => {
  it.each<RetryStrategy>([
    { kind: "none" },
    { kind: "exponential", jitter: 0, steps: { kind: "ladder", delaysMs: [] } },
    {
      kind: "exponential",
      jitter: 1,
      steps: { kind: "computed", baseDelayMs: 0, factor: 1, maxDelayMs: 0, maxAttempts: 1 },
    },
    { kind: "linear", delayMs: 0, incrementMs: 0, maxAttempts: 1 },
    { kind: "schedule", delaysMs: [0, 2_592_000_000] },
    { kind: "until_time_of_day", time: "24:00", timeZone: "Australia/Lord_Howe", ...PACE },
    { kind: "until_deadline", deadlineMs: 1, ...PACE },
  ])("lets a policy at the edge of what is allowed pass: $kind", (strategy) => {
    expect(pointersOf(withStrategy(strategy))).toEqual([]);
  });

  it.each<[string, RetryStrategy, string[]]>([
    [
      "jitter above one",
      { kind: "exponential", jitter: 1.1, steps: { kind: "ladder", delaysMs: [1] } },
      ["/strategy/jitter"],
    ],
    [
      "jitter that is no number",
      { kind: "exponential", jitter: Number.NaN, steps: { kind: "ladder", delaysMs: [1] } },
      ["/strategy/jitter"],
    ],
    [
      "a negative and a broken step of a ladder",
      { kind: "exponential", jitter: 0, steps: { kind: "ladder", delaysMs: [1, -1, 0.5] } },
      ["/strategy/steps/delaysMs/1", "/strategy/steps/delaysMs/2"],
    ],
    [
      "every field of computed steps",
      {
        kind: "exponential",
        jitter: 0,
        steps: { kind: "computed", baseDelayMs: -1, factor: 0.5, maxDelayMs: 1e12, maxAttempts: 0 },
      },
      [
        "/strategy/steps/baseDelayMs",
        "/strategy/steps/factor",
        "/strategy/steps/maxDelayMs",
        "/strategy/steps/maxAttempts",
      ],
    ],
    [
      "every field of a linear strategy",
      { kind: "linear", delayMs: Number.POSITIVE_INFINITY, incrementMs: -1, maxAttempts: 10_001 },
      ["/strategy/delayMs", "/strategy/incrementMs", "/strategy/maxAttempts"],
    ],
    ["a schedule without a wait", { kind: "schedule", delaysMs: [] }, ["/strategy/delaysMs"]],
    [
      "a schedule of more than a hundred waits",
      { kind: "schedule", delaysMs: Array.from({ length: 101 }, () => 1_000) },
      ["/strategy/delaysMs"],
    ],
    [
      "an unknown zone and an impossible time",
      { kind: "until_time_of_day", time: "24:01", timeZone: "Mars/Olympus", ...PACE },
      ["/strategy/time", "/strategy/timeZone"],
    ],
    [
      "a pace faster than one attempt a second",
      { kind: "until_deadline", deadlineMs: 0, delayMs: 999, factor: 1, maxDelayMs: 999 },
      ["/strategy/deadlineMs", "/strategy/delayMs", "/strategy/maxDelayMs"],
    ],
  ])("points at %s", (_what, strategy, pointers) => {
    expect(pointersOf(withStrategy(strategy))).toEqual(pointers);
  });

  it("points at a negative cap on what receivers may ask", () => {
    expect(pointersOf({ ...DEFAULT_RETRY_POLICY, maxRetryAfterMs: -1 })).toEqual(["/maxRetryAfterMs"]);
  });
});

import type { Integration } from "./draft-changes.ts";

export type Strategy = Integration["retry"]["strategy"];

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;

/** The strategies as a form offers them: the two ways to say an exponential one are two choices. */
export const CHOICES = [
  "ladder",
  "computed",
  "linear",
  "schedule",
  "until_time_of_day",
  "until_deadline",
  "none",
] as const;
export type Choice = (typeof CHOICES)[number];

export function choiceOf(strategy: Strategy): Choice {
  return strategy.kind === "exponential" ? strategy.steps.kind : strategy.kind;
}

/** What a form begins with when one of them is chosen: values that are sensible as they are. */
export function startOf(choice: Choice, timeZone: string): Strategy {
  const pace = { delayMs: MINUTE_MS, factor: 2, maxDelayMs: HOUR_MS };
  switch (choice) {
    case "ladder":
      return { kind: "exponential", jitter: 0.2, steps: { kind: "ladder", delaysMs: [...STANDARD] } };
    case "computed":
      return {
        kind: "exponential",
        jitter: 0.2,
        steps: {
          kind: "computed",
          baseDelayMs: MINUTE_MS,
          factor: 2,
          maxDelayMs: 24 * HOUR_MS,
          maxAttempts: 10,
        },
      };
    case "linear":
      return { kind: "linear", delayMs: MINUTE_MS, incrementMs: MINUTE_MS, maxAttempts: 10 };
    case "schedule":
      return { kind: "schedule", delaysMs: [MINUTE_MS, 10 * MINUTE_MS, HOUR_MS] };
    case "until_time_of_day":
      return { kind: "until_time_of_day", time: "18:00", timeZone, ...pace };
    case "until_deadline":
      return { kind: "until_deadline", deadlineMs: 24 * HOUR_MS, ...pace };
    case "none":
      return { kind: "none" };
  }
}

/** The gateway's own ladder: 5 seconds to a day, four days in all. */
const STANDARD = [
  5 * SECOND_MS,
  5 * MINUTE_MS,
  30 * MINUTE_MS,
  2 * HOUR_MS,
  5 * HOUR_MS,
  10 * HOUR_MS,
  14 * HOUR_MS,
  20 * HOUR_MS,
  24 * HOUR_MS,
];

/** How every attempt is supposed to end, for a preview. */
export const FAILURES = {
  unavailable: { httpStatus: 503 },
  timeout: { category: "TIMEOUT" },
  network: { category: "NETWORK" },
  rate: { httpStatus: 429, headers: { "retry-after": "120" } },
  invalid: { httpStatus: 422 },
  unauthorized: { httpStatus: 401 },
  gone: { httpStatus: 410 },
} as const;
export type SupposedFailure = keyof typeof FAILURES;

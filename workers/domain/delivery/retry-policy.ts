/**
 * What a tenant can say about retries. The decisions are in `decide-retry.ts`, the whole plan in
 * `plan-retries.ts`, the checks at save time in `retry-policy-problems.ts`.
 *
 * Attempts are counted from 1, the first send included, so `maxAttempts: 1` never retries.
 */

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;

/** Explicit waits, one per retry. After the last of them the delivery is given up. */
export interface LadderSteps {
  readonly kind: "ladder";
  readonly delaysMs: readonly number[];
}

/** `baseDelayMs`, then `factor` times longer after every failure, never longer than `maxDelayMs`. */
export interface ComputedSteps {
  readonly kind: "computed";
  readonly baseDelayMs: number;
  readonly factor: number;
  readonly maxDelayMs: number;
  readonly maxAttempts: number;
}

/** The pace of the two "until" strategies, which are bounded by a moment and not by a count. */
interface GrowingPace {
  readonly delayMs: number;
  readonly factor: number;
  readonly maxDelayMs: number;
}

export interface ExponentialStrategy {
  readonly kind: "exponential";
  /**
   * Fraction from 0 to 1. The wait is spread evenly over delay * (1 - jitter) to delay * (1 + jitter), so
   * the average stays the published step. Computed steps never exceed `maxDelayMs`, jitter included.
   */
  readonly jitter: number;
  readonly steps: LadderSteps | ComputedSteps;
}

/** `delayMs` after the first failure, `incrementMs` more after every further one; 0 keeps it constant. */
export interface LinearStrategy {
  readonly kind: "linear";
  readonly delayMs: number;
  readonly incrementMs: number;
  readonly maxAttempts: number;
}

/** The tenant's own list of waits, kept to the millisecond. After the last of them: give up. */
export interface ScheduleStrategy {
  readonly kind: "schedule";
  readonly delaysMs: readonly number[];
}

/** Until the wall clock in `timeZone` passes `time` on the local day of the first attempt. */
export interface UntilTimeOfDayStrategy extends GrowingPace {
  readonly kind: "until_time_of_day";
  /** "HH:MM", "00:00" to "24:00"; "24:00" is the end of the day. */
  readonly time: string;
  /** IANA name, such as "Europe/Berlin". */
  readonly timeZone: string;
}

/** Until `deadlineMs` after the first attempt. */
export interface UntilDeadlineStrategy extends GrowingPace {
  readonly kind: "until_deadline";
  readonly deadlineMs: number;
}

export type RetryStrategy =
  | ExponentialStrategy
  | LinearStrategy
  | ScheduleStrategy
  | UntilTimeOfDayStrategy
  | UntilDeadlineStrategy
  | { readonly kind: "none" };

/** STRICT never retries a 400 or 422. LAX treats them like a server error. */
export const VALIDATION_MODES = ["STRICT", "LAX"] as const;
export type ValidationMode = (typeof VALIDATION_MODES)[number];

export interface RetryPolicy {
  readonly strategy: RetryStrategy;
  readonly validation: ValidationMode;
  /** The longest wait a receiver may ask for. A longer one is cut to this; 0 ignores what it asks. */
  readonly maxRetryAfterMs: number;
}

/**
 * A backstop for the strategies that end at a moment. Without it a receiver that keeps asking for a
 * one-second wait could draw attempts without end until a far deadline.
 */
export const MAX_ATTEMPTS = 10_000;

/** The schedule the Standard Webhooks specification recommends: about 75.6 hours in nine retries. */
export const STANDARD_LADDER_MS: readonly number[] = [
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

export const DEFAULT_RETRY_POLICY: RetryPolicy = {
  strategy: { kind: "exponential", jitter: 0.2, steps: { kind: "ladder", delaysMs: STANDARD_LADDER_MS } },
  validation: "STRICT",
  maxRetryAfterMs: 24 * HOUR_MS,
};

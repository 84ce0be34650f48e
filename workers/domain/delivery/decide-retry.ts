import { retryDelayMs, spreadDelayMs } from "./retry-delay.ts";
import type { RetryPolicy, RetryStrategy } from "./retry-policy.ts";
import { timeOfDayInstant } from "./time-of-day.ts";

/** Where a delivery stands when an attempt has just failed. Times are epoch milliseconds. */
export interface RetryMoment {
  /** The attempt that failed; 1 is the first. */
  readonly attempt: number;
  /** The first attempt that counts: after a restart, the first one since then. */
  readonly firstAttemptAt: number;
  readonly now: number;
}

export type RetryReason =
  /** The strategy's next step. */
  | "backoff"
  /** The next step would miss the deadline, so this one goes out exactly on it. */
  | "last_attempt_at_deadline"
  /** The receiver named the moment. */
  | "receiver_asked"
  /** The receiver named a moment beyond the tenant's cap; this is the cap. */
  | "receiver_asked_capped";

export type ExhaustedReason = "retries_disabled" | "attempts_used_up" | "deadline_passed";

export type RetryDecision =
  | { readonly kind: "retry"; readonly at: number; readonly reason: RetryReason }
  | { readonly kind: "exhausted"; readonly reason: ExhaustedReason };

/**
 * A last attempt on the deadline is worth it only after a wait of this length, or of the strategy's own first
 * step where that is shorter. A second after the failure, the receiver has not changed.
 */
export const LAST_ATTEMPT_MIN_WAIT_MS = 60_000;

/**
 * Decide what follows a failed attempt by the policy alone. `at` is never before `now` and never after a deadline.
 *
 * @param random evenly from 0 to 1, used by the exponential strategy's jitter only
 */
export function decideRetry(policy: RetryPolicy, moment: RetryMoment, random: () => number): RetryDecision {
  const { strategy } = policy;
  const delayMs = retryDelayMs(strategy, moment.attempt);
  if (delayMs === null) return usedUp(strategy);
  const at = moment.now + spreadDelayMs(strategy, delayMs, random);
  const deadline = retryDeadline(strategy, moment.firstAttemptAt);
  if (deadline === null || at <= deadline) return { kind: "retry", at, reason: "backoff" };
  const worthWaitingMs = Math.min(LAST_ATTEMPT_MIN_WAIT_MS, retryDelayMs(strategy, 1) ?? 0);
  const remainingMs = deadline - moment.now;
  return remainingMs >= worthWaitingMs
    ? { kind: "retry", at: deadline, reason: "last_attempt_at_deadline" }
    : { kind: "exhausted", reason: "deadline_passed" };
}

/**
 * May the delivery be tried again exactly at `at`, a moment the receiver named? It costs an attempt like any
 * other, and a moment after the deadline is too late: there is no earlier try against the receiver's word.
 */
export function decideRetryAt(
  policy: RetryPolicy,
  moment: RetryMoment,
  at: number,
  reason: RetryReason,
): RetryDecision {
  const { strategy } = policy;
  if (retryDelayMs(strategy, moment.attempt) === null) return usedUp(strategy);
  const deadline = retryDeadline(strategy, moment.firstAttemptAt);
  if (deadline !== null && at > deadline) return { kind: "exhausted", reason: "deadline_passed" };
  return { kind: "retry", at, reason };
}

/**
 * The moment after which no attempt is made; null for the strategies that count instead. A first attempt
 * that is already past the time of day gets no retry: the day meant is its own day, never the next one.
 */
export function retryDeadline(strategy: RetryStrategy, firstAttemptAt: number): number | null {
  switch (strategy.kind) {
    case "until_time_of_day":
      return timeOfDayInstant(firstAttemptAt, strategy.time, strategy.timeZone);
    case "until_deadline":
      return firstAttemptAt + strategy.deadlineMs;
    case "exponential":
    case "linear":
    case "schedule":
    case "none":
      return null;
  }
}

function usedUp(strategy: RetryStrategy): RetryDecision {
  const reason = strategy.kind === "none" ? "retries_disabled" : "attempts_used_up";
  return { kind: "exhausted", reason };
}

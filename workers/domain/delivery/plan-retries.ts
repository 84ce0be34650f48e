import type { AttemptResult } from "./attempt-result.ts";
import { type DeadLetterPolicy, type DeadLetterReason, decideNext } from "./decide-next.ts";
import { type RetryReason, retryDeadline } from "./decide-retry.ts";
import type { RetryPolicy } from "./retry-policy.ts";

/** A delivery between two attempts. Times are epoch milliseconds. */
export interface RetryStanding {
  /** Made so far, over its whole life. */
  readonly attempts: number;
  /** Made since the last restart: what the policy counts. */
  readonly cycleAttempts: number;
  /** The first attempt since then; null before it. */
  readonly cycleStartedAt: number | null;
  /** Automatic rounds so far. */
  readonly round: number;
  /** When the next attempt goes out. */
  readonly dueAt: number;
  /** It was kept for its credential, and will have been to the end. */
  readonly heldToTheEnd?: boolean;
}

export interface RetrySettings {
  readonly retry: RetryPolicy;
  readonly deadLetter: DeadLetterPolicy;
}

/** One attempt as it would happen if every attempt before it failed at once. */
export interface PlannedAttempt {
  readonly attempt: number;
  /** In the middle of what jitter allows. */
  readonly at: number;
  /** With all jitter of the waits before it on one side, and on the other. */
  readonly earliestAt: number;
  readonly latestAt: number;
  /** Why it is then; null for the first one of a plan, whose time is given. */
  readonly reason: RetryReason | "automatic_retry" | "credential" | null;
}

export interface PlanEnd {
  readonly at: number;
  readonly reason: DeadLetterReason | "delivered" | "cancelled";
  /** One line for people. */
  readonly detail: string | null;
  /** The integration is switched off with it. */
  readonly disables: boolean;
}

export interface RetryPlan {
  readonly attempts: readonly PlannedAttempt[];
  /** Null when the plan is longer than its limit. */
  readonly end: PlanEnd | null;
  /** After this no attempt of the first cycle is made; null for policies that count. */
  readonly deadlineAt: number | null;
}

const EARLIEST = () => 0;
const MIDDLE = () => 0.5;
const LATEST = () => 1;

/**
 * What becomes of a delivery when every further attempt ends with `result` and takes no time: asked of the function that
 * decides about real attempts, so the plan cannot promise anything else.
 *
 * @param limit attempts at most, because an "until" strategy can mean thousands of them
 */
export function planRetries(
  settings: RetrySettings,
  standing: RetryStanding,
  result: AttemptResult,
  limit: number,
): RetryPlan {
  const { steps, end } = follow(settings, standing, result, limit, MIDDLE);
  const earliest = follow(settings, standing, result, limit, EARLIEST).steps;
  const latest = follow(settings, standing, result, limit, LATEST).steps;
  const attempts = steps.map(({ attempt, at, reason }, index) => ({
    attempt,
    at,
    earliestAt: earliest[index]?.at ?? at,
    latestAt: latest[index]?.at ?? at,
    reason,
  }));
  const cycleStart = standing.cycleStartedAt ?? standing.dueAt;
  return { attempts, end, deadlineAt: retryDeadline(settings.retry.strategy, cycleStart) };
}

type Step = Pick<PlannedAttempt, "attempt" | "at" | "reason">;

function follow(
  { retry, deadLetter }: RetrySettings,
  standing: RetryStanding,
  result: AttemptResult,
  limit: number,
  random: () => number,
): { readonly steps: readonly Step[]; readonly end: PlanEnd | null } {
  const steps: Step[] = [];
  let { dueAt: at, attempts, cycleAttempts, cycleStartedAt, round } = standing;
  let heldToTheEnd = standing.heldToTheEnd === true;
  let reason: Step["reason"] = null;
  while (steps.length < limit) {
    attempts += 1;
    cycleAttempts += 1;
    cycleStartedAt ??= at;
    steps.push({ attempt: attempts, at, reason });
    const next = decideNext(
      {
        policy: retry,
        result,
        attempt: attempts,
        cycleAttempt: cycleAttempts,
        firstAttemptAt: cycleStartedAt,
        now: at,
        deadLetter: { policy: deadLetter, round },
        heldToTheEnd,
      },
      random,
    );
    switch (next.kind) {
      case "delivered":
      case "cancelled": {
        const detail = next.kind === "cancelled" ? next.detail : null;
        return {
          steps,
          end: {
            at,
            reason: next.kind,
            detail,
            disables: next.kind === "delivered" && next.disable !== null,
          },
        };
      }
      case "retry":
        ({ at, reason } = next);
        break;
      case "held":
        // Nobody mends the credential: the plan is about what happens by itself.
        at = next.until;
        reason = "credential";
        heldToTheEnd = true;
        cycleAttempts = 0;
        cycleStartedAt = null;
        break;
      case "dead_letter": {
        const { autoRetryAt, detail } = next;
        if (autoRetryAt === null) {
          return { steps, end: { at, reason: next.reason, detail, disables: next.disable !== null } };
        }
        at = autoRetryAt;
        reason = "automatic_retry";
        cycleAttempts = 0;
        cycleStartedAt = null;
        round += 1;
        break;
      }
    }
  }
  return { steps, end: null };
}

import type { AttemptResult } from "./attempt-result.ts";
import { classifyOutcome } from "./classify-outcome.ts";
import { type DeadLetterPolicy, decideAutoRetryAt } from "./dead-letter-policy.ts";
import {
  decideRetry,
  decideRetryAt,
  type ExhaustedReason,
  type RetryDecision,
  type RetryReason,
} from "./decide-retry.ts";
import type { ErrorCategory } from "./error-category.ts";
import { readRateLimitWait, readRetryAfter } from "./rate-limit-wait.ts";
import { readResponseDirective } from "./response-directive.ts";
import type { RetryPolicy } from "./retry-policy.ts";

export type { DeadLetterPolicy };

/** Everything that decides what follows one attempt. Times are epoch milliseconds. */
export interface FinishedAttempt {
  readonly policy: RetryPolicy;
  readonly result: AttemptResult;
  /** Attempts of this delivery ever made, this one included. Told to people, decides nothing. */
  readonly attempt: number;
  /** Attempts since the last manual or automatic restart, this one included; the policy sees only these. */
  readonly cycleAttempt: number;
  /** The first attempt since that restart: "until" strategies count their deadline from here. */
  readonly firstAttemptAt: number;
  readonly now: number;
  readonly deadLetter: {
    readonly policy: DeadLetterPolicy;
    /** Automatic restarts so far. */
    readonly round: number;
  };
  /** It was kept for its credential until now, and nobody mended that in all the time. */
  readonly heldToTheEnd?: boolean;
}

/** How long a delivery waits for somebody to mend its credential. */
export const HELD_MS = 7 * 86_400_000;

export type DeadLetterReason =
  /** A retry of the same bytes cannot help. */
  "permanent" | "exhausted" | "aborted_by_receiver" | "disabled_by_receiver" | "endpoint_gone";

export type DisableReason = "gone_410" | "receiver_disabled";

export type NextStep =
  | { readonly kind: "delivered"; readonly disable: "receiver_disabled" | null }
  /** The transformation wanted nothing sent. */
  | { readonly kind: "cancelled"; readonly detail: string }
  | {
      readonly kind: "retry";
      readonly at: number;
      readonly category: ErrorCategory;
      readonly detail: string;
      readonly reason: RetryReason;
    }
  /** Kept, because nothing is wrong with it or its target: it goes out when its credential is mended, or once at `until`. */
  | {
      readonly kind: "held";
      readonly until: number;
      readonly category: "AUTH";
      readonly detail: string;
      readonly credentialId: string;
      readonly changes: number;
    }
  | {
      readonly kind: "dead_letter";
      readonly category: ErrorCategory;
      readonly detail: string;
      readonly reason: DeadLetterReason;
      /** When it starts again by itself, in epoch milliseconds; null when it waits for an operator. */
      readonly autoRetryAt: number | null;
      /** Why the integration must be disabled as well, or null. */
      readonly disable: DisableReason | null;
    };

interface Failure {
  readonly category: ErrorCategory;
  readonly detail: string;
}

/**
 * What follows an attempt: done, again at a named moment, or dead letter. The receiver's word comes first
 * (410, `webhook-delivery`), then whether a retry can help at all, then when.
 */
export function decideNext(finished: FinishedAttempt, random: () => number): NextStep {
  const { policy, result } = finished;
  const outcome = classifyOutcome(result);
  const directive = result.kind === "response" ? readResponseDirective(result.headers) : null;

  if (result.kind === "cancelled") return { kind: "cancelled", detail: result.message };
  if (outcome.kind === "success") {
    return { kind: "delivered", disable: directive === "disable" ? "receiver_disabled" : null };
  }
  if (result.kind === "credential_refused" && finished.heldToTheEnd !== true) {
    const { credentialId, changes } = result;
    const { detail } = outcome;
    return { kind: "held", until: finished.now + HELD_MS, category: "AUTH", detail, credentialId, changes };
  }
  if (statusOf(result) === 410) return refusedForGood(outcome, "endpoint_gone", "gone_410");
  if (directive === "disable") return refusedForGood(outcome, "disabled_by_receiver", "receiver_disabled");
  if (directive === "abort-message") return refusedForGood(outcome, "aborted_by_receiver", null);
  // Not even a LAX retry policy: the same event meets the same schema and the same script.
  if (result.kind === "invalid_payload" || result.kind === "transform_failed") {
    return deadLetter(finished, outcome, "permanent");
  }
  if (result.kind !== "no_credentials" && !canRetryHelp(outcome.category, statusOf(result), policy)) {
    return deadLetter(finished, outcome, "permanent");
  }

  const decision = decideWhen(finished, outcome.category, random);
  if (decision.kind === "exhausted") {
    const detail = `${outcome.detail}; gave up after attempt ${finished.attempt}: ${EXHAUSTED_WORDS[decision.reason]}`;
    return deadLetter(finished, { category: outcome.category, detail }, "exhausted");
  }
  const { category, detail } = outcome;
  return { kind: "retry", at: decision.at, category, detail, reason: decision.reason };
}

/** Behind "the target answered …". The hints for operators know these words (troubleshooting.ts). */
const RECEIVER_WORDS = {
  endpoint_gone: "and is gone for good",
  disabled_by_receiver: "and asked to switch this integration off (webhook-delivery: disable)",
  aborted_by_receiver: "and asked to abort this message (webhook-delivery: abort-message)",
} as const satisfies { readonly [Reason in DeadLetterReason]?: string };

const EXHAUSTED_WORDS: Readonly<Record<ExhaustedReason, string>> = {
  retries_disabled: "retries are switched off",
  attempts_used_up: "no attempts left",
  deadline_passed: "the deadline leaves no room for another",
};

/**
 * Can the same bytes succeed later? Of the CLIENT_ERROR statuses only 425 says so itself (RFC 8470). 409
 * stays permanent: it speaks of a conflict with the receiver's state, most often "I have this one already",
 * and sending the same bytes for three days does not change that.
 */
function canRetryHelp(category: ErrorCategory, status: number | null, policy: RetryPolicy): boolean {
  switch (category) {
    case "NETWORK":
    case "TIMEOUT":
    case "RATE_LIMIT":
    case "SERVER_ERROR":
      return true;
    case "VALIDATION":
      return policy.validation === "LAX";
    case "AUTH":
      return false;
    case "CLIENT_ERROR":
      return status === 425;
  }
}

function decideWhen(finished: FinishedAttempt, category: ErrorCategory, random: () => number): RetryDecision {
  const { policy, result, now, firstAttemptAt } = finished;
  const moment = { attempt: finished.cycleAttempt, firstAttemptAt, now };
  const askedAt = readAskedMoment(result, category, now);
  const capAt = now + policy.maxRetryAfterMs;
  // A receiver that asks for no wait at all ("Retry-After: 0", a reset in the past) gets the policy's own
  // pace. Taken at its word it would burn every attempt within a second and lose its message to the dead letters.
  if (askedAt === null || Math.min(askedAt, capAt) <= now) return decideRetry(policy, moment, random);
  return askedAt > capAt
    ? decideRetryAt(policy, moment, capAt, "receiver_asked_capped")
    : decideRetryAt(policy, moment, askedAt, "receiver_asked");
}

/** 429 may use any of the rate-limit headers. On a 503 only `Retry-After` is about being away. */
function readAskedMoment(result: AttemptResult, category: ErrorCategory, now: number): number | null {
  if (result.kind === "token_unavailable") return result.retryAt;
  if (result.kind !== "response") return null;
  const { headers, refusal, status } = result;
  if (category === "RATE_LIMIT") {
    const inBody = refusal?.retryAfterMs === undefined ? null : now + refusal.retryAfterMs;
    return readRateLimitWait(headers, now)?.at ?? inBody;
  }
  // What a GraphQL server says with a 200 another one says with a 503.
  const isAway = status === 503 || (refusal !== undefined && category === "SERVER_ERROR");
  return isAway ? (readRetryAfter(headers, now)?.at ?? null) : null;
}

function deadLetter(finished: FinishedAttempt, failure: Failure, reason: DeadLetterReason): NextStep {
  const { policy, round } = finished.deadLetter;
  const { category, detail } = failure;
  const autoRetryAt = decideAutoRetryAt(policy, category, round, finished.now);
  return { kind: "dead_letter", category, detail, reason, autoRetryAt, disable: null };
}

/** The receiver itself said stop, so nothing starts again without an operator, whatever the policy lists. */
function refusedForGood(
  failure: Failure,
  reason: keyof typeof RECEIVER_WORDS,
  disable: DisableReason | null,
): NextStep {
  const { category } = failure;
  const detail = `${failure.detail} ${RECEIVER_WORDS[reason]}`;
  return { kind: "dead_letter", category, detail, reason, autoRetryAt: null, disable };
}

function statusOf(result: AttemptResult): number | null {
  return result.kind === "response" ? result.status : null;
}

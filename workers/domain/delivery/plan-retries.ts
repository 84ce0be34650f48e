import { decideRetry, type RetryReason } from "./decide-retry.ts";
import type { RetryPolicy } from "./retry-policy.ts";

/** One retry as it would happen if every attempt failed at once. `at` is in epoch milliseconds. */
export interface PlannedRetry {
  /** The attempt that would go out then; 2 is the first retry. */
  readonly attempt: number;
  readonly at: number;
  readonly reason: RetryReason;
}

/**
 * The schedule a policy stands for, without jitter and with attempts that take no time.
 * At most `limit` retries, because an "until" strategy can mean thousands of them.
 */
export function planRetries(
  policy: RetryPolicy,
  firstAttemptAt: number,
  limit = 100,
): readonly PlannedRetry[] {
  const steady = withoutJitter(policy);
  const plan: PlannedRetry[] = [];
  let now = firstAttemptAt;
  for (let attempt = 1; plan.length < limit; attempt += 1) {
    const decision = decideRetry(steady, { attempt, firstAttemptAt, now }, () => 0);
    if (decision.kind === "exhausted") break;
    plan.push({ attempt: attempt + 1, at: decision.at, reason: decision.reason });
    now = decision.at;
  }
  return plan;
}

function withoutJitter(policy: RetryPolicy): RetryPolicy {
  if (policy.strategy.kind !== "exponential") return policy;
  return { ...policy, strategy: { ...policy.strategy, jitter: 0 } };
}

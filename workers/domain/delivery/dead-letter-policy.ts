import type { ErrorCategory } from "./error-category.ts";

/** Which dead letters come back by themselves. `autoRetry: null` leaves them all to an operator. */
export interface DeadLetterPolicy {
  readonly autoRetry: {
    readonly categories: readonly ErrorCategory[];
    /** Wait in the dead-letter list before the next round, in milliseconds. */
    readonly afterMs: number;
    /** Automatic rounds in all. Without a bound, a dead endpoint would be tried for ever. */
    readonly maxRounds: number;
  } | null;
}

/**
 * When a dead letter starts again by itself, in epoch milliseconds; null for never.
 *
 * @param round automatic rounds this delivery has already had; 0 at its first dead letter
 */
export function decideAutoRetryAt(
  policy: DeadLetterPolicy,
  category: ErrorCategory,
  round: number,
  now: number,
): number | null {
  const { autoRetry } = policy;
  if (autoRetry === null || round >= autoRetry.maxRounds) return null;
  return autoRetry.categories.includes(category) ? now + autoRetry.afterMs : null;
}

import { MAX_ATTEMPTS, type RetryStrategy } from "./retry-policy.ts";

/**
 * The step a strategy plans after failed attempt number `attempt` (1 is the first), in milliseconds and
 * without jitter. Null when the strategy grants no further attempt. Knows nothing of deadlines.
 */
export function retryDelayMs(strategy: RetryStrategy, attempt: number): number | null {
  switch (strategy.kind) {
    case "none":
      return null;
    case "exponential": {
      const { steps } = strategy;
      if (steps.kind === "ladder") return steps.delaysMs[attempt - 1] ?? null;
      if (attempt >= steps.maxAttempts) return null;
      return grow(steps.baseDelayMs, steps.factor, steps.maxDelayMs, attempt);
    }
    case "linear":
      if (attempt >= strategy.maxAttempts) return null;
      return strategy.delayMs + strategy.incrementMs * (attempt - 1);
    case "schedule":
      return strategy.delaysMs[attempt - 1] ?? null;
    case "until_time_of_day":
    case "until_deadline":
      if (attempt >= MAX_ATTEMPTS) return null;
      return grow(strategy.delayMs, strategy.factor, strategy.maxDelayMs, attempt);
  }
}

/**
 * Spread one step by the strategy's jitter; whole milliseconds. Endpoints that failed together would
 * otherwise come back together. Only the exponential strategy spreads: the others promise exact times.
 */
export function spreadDelayMs(strategy: RetryStrategy, delayMs: number, random: () => number): number {
  if (strategy.kind !== "exponential") return Math.round(delayMs);
  const { jitter, steps } = strategy;
  const ceilingMs = steps.kind === "computed" ? steps.maxDelayMs : Number.POSITIVE_INFINITY;
  const shortestMs = delayMs * (1 - jitter);
  // The range is cut, not the drawn value: cutting the value would put half of all waits exactly on the
  // ceiling, and the herd would be back.
  const longestMs = Math.min(delayMs * (1 + jitter), ceilingMs);
  return Math.round(shortestMs + random() * (longestMs - shortestMs));
}

function grow(baseMs: number, factor: number, maxMs: number, attempt: number): number {
  // 0 times an overflown power is NaN, which as a due time would never come.
  if (baseMs === 0) return 0;
  return Math.min(baseMs * factor ** (attempt - 1), maxMs);
}

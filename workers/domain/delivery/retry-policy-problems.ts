import {
  type ComputedSteps,
  type LadderSteps,
  MAX_ATTEMPTS,
  type RetryPolicy,
  type RetryStrategy,
} from "./retry-policy.ts";
import { isTimeZone, parseTimeOfDay } from "./time-of-day.ts";

/** What is wrong with one field of a policy. `pointer` is a JSON pointer (RFC 6901) from the policy's root. */
export interface PolicyProblem {
  readonly pointer: string;
  readonly detail: string;
}

/** No wait, deadline or cap is longer than this: 30 days. */
export const LONGEST_WAIT_MS = 30 * 24 * 60 * 60 * 1_000;
/** "Until" strategies are bounded by a moment, so their pace needs a floor: one attempt a second. */
export const SHORTEST_UNTIL_DELAY_MS = 1_000;
export const MAX_LISTED_DELAYS = 100;
export const MAX_FACTOR = 100;

/**
 * Everything that would make a policy impossible to follow. Empty when it can be saved.
 * Asked when a policy is saved, so that no delivery ever meets a broken one.
 */
export function findRetryPolicyProblems(policy: RetryPolicy): readonly PolicyProblem[] {
  return [
    ...strategyProblems(policy.strategy),
    ...waitProblems("/maxRetryAfterMs", policy.maxRetryAfterMs, 0),
  ];
}

function strategyProblems(strategy: RetryStrategy): readonly PolicyProblem[] {
  switch (strategy.kind) {
    case "none":
      return [];
    case "exponential":
      return [...rangeProblems("/strategy/jitter", strategy.jitter, 0, 1), ...stepsProblems(strategy.steps)];
    case "linear":
      return [
        ...waitProblems("/strategy/delayMs", strategy.delayMs, 0),
        ...waitProblems("/strategy/incrementMs", strategy.incrementMs, 0),
        ...countProblems("/strategy/maxAttempts", strategy.maxAttempts),
      ];
    case "schedule":
      return strategy.delaysMs.length === 0
        ? [
            {
              pointer: "/strategy/delaysMs",
              detail: "must list at least one wait; for no retries use the strategy none",
            },
          ]
        : listProblems("/strategy/delaysMs", strategy.delaysMs);
    case "until_time_of_day":
      return [
        ...(parseTimeOfDay(strategy.time) === null
          ? [{ pointer: "/strategy/time", detail: "must be HH:MM from 00:00 to 24:00" }]
          : []),
        ...(isTimeZone(strategy.timeZone)
          ? []
          : [{ pointer: "/strategy/timeZone", detail: "must be an IANA time zone such as Europe/Berlin" }]),
        ...paceProblems("/strategy", "delayMs", strategy, SHORTEST_UNTIL_DELAY_MS),
      ];
    case "until_deadline":
      return [
        ...waitProblems("/strategy/deadlineMs", strategy.deadlineMs, 1),
        ...paceProblems("/strategy", "delayMs", strategy, SHORTEST_UNTIL_DELAY_MS),
      ];
  }
}

function stepsProblems(steps: LadderSteps | ComputedSteps): readonly PolicyProblem[] {
  if (steps.kind === "ladder") return listProblems("/strategy/steps/delaysMs", steps.delaysMs);
  return [
    ...paceProblems("/strategy/steps", "baseDelayMs", { ...steps, delayMs: steps.baseDelayMs }, 0),
    ...countProblems("/strategy/steps/maxAttempts", steps.maxAttempts),
  ];
}

/** `delayName` is the field as the tenant wrote it, so that the pointer leads there. */
function paceProblems(
  root: string,
  delayName: "delayMs" | "baseDelayMs",
  pace: { readonly delayMs: number; readonly factor: number; readonly maxDelayMs: number },
  shortestMs: number,
): readonly PolicyProblem[] {
  return [
    ...waitProblems(`${root}/${delayName}`, pace.delayMs, shortestMs),
    // Below 1 the waits would shrink, and a failing receiver would be hit harder the longer it fails.
    ...rangeProblems(`${root}/factor`, pace.factor, 1, MAX_FACTOR),
    ...waitProblems(`${root}/maxDelayMs`, pace.maxDelayMs, shortestMs),
  ];
}

function listProblems(pointer: string, delaysMs: readonly number[]): readonly PolicyProblem[] {
  if (delaysMs.length > MAX_LISTED_DELAYS) {
    return [{ pointer, detail: `must list at most ${MAX_LISTED_DELAYS} waits` }];
  }
  return delaysMs.flatMap((delayMs, index) => waitProblems(`${pointer}/${index}`, delayMs, 0));
}

function waitProblems(pointer: string, valueMs: number, lowestMs: number): readonly PolicyProblem[] {
  const isWhole = Number.isInteger(valueMs) && valueMs >= lowestMs && valueMs <= LONGEST_WAIT_MS;
  const detail = `must be whole milliseconds from ${lowestMs} to ${LONGEST_WAIT_MS}`;
  return isWhole ? [] : [{ pointer, detail }];
}

function countProblems(pointer: string, count: number): readonly PolicyProblem[] {
  const isCount = Number.isInteger(count) && count >= 1 && count <= MAX_ATTEMPTS;
  return isCount ? [] : [{ pointer, detail: `must be a whole number from 1 to ${MAX_ATTEMPTS}` }];
}

function rangeProblems(pointer: string, value: number, lowest: number, highest: number) {
  const isInside = value >= lowest && value <= highest; // false for NaN
  return isInside ? [] : [{ pointer, detail: `must be a number from ${lowest} to ${highest}` }];
}

import type { AttemptResult } from "#domain/delivery/attempt-result";

/** Fewer than this say nothing: every receiver is slow once. */
const MIN_TIMEOUTS = 3;

/**
 * Which integrations' targets hang, judged within one run: at least three timeouts, and more of them than answers.
 * Every timeout holds one of six slots for as long as the tenant allows, so the run stops asking such a target and leaves
 * the rest to its own object, where it delays nobody else.
 */
export function watchTargets() {
  const counts = new Map<string, { timeouts: number; answers: number }>();
  return {
    note(integrationId: string, result: AttemptResult): void {
      const count = counts.get(integrationId) ?? { timeouts: 0, answers: 0 };
      if (isTimeout(result)) count.timeouts++;
      else count.answers++;
      counts.set(integrationId, count);
    },
    isHanging(integrationId: string): boolean {
      const count = counts.get(integrationId);
      return count !== undefined && count.timeouts >= MIN_TIMEOUTS && count.timeouts > count.answers;
    },
  };
}

/** Waiting for the token holds the slot just as long. */
function isTimeout(result: AttemptResult): boolean {
  return result.kind === "timeout" || (result.kind === "token_unavailable" && result.category === "TIMEOUT");
}

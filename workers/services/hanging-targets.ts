import type { AttemptResult } from "#domain/delivery/attempt-result";
import { classifyOutcome } from "#domain/delivery/classify-outcome";
import type { Integration } from "#domain/tenancy/organization-config";

/** Fewer than this say nothing: every receiver is slow once. */
const MIN_TIMEOUTS = 3;

/**
 * Which integrations' targets a run asks no more; the rest it leaves to their own objects, where it delays nobody else.
 * One that hangs: at least three timeouts, and more of them than answers; every timeout holds one of six slots for as
 * long as the tenant allows. And one that has failed as often in a row as opens its circuit: the object learns of that
 * only when the run is over, and a run has hundreds of deliveries.
 */
export function watchTargets() {
  const counts = new Map<
    string,
    { timeouts: number; answers: number; failuresInARow: number; limit: number }
  >();
  return {
    note({ id, settings }: Integration, result: AttemptResult): void {
      const { circuit } = settings.flow;
      const limit = circuit?.consecutiveFailures ?? Number.POSITIVE_INFINITY;
      const count = counts.get(id) ?? { timeouts: 0, answers: 0, failuresInARow: 0, limit };
      if (isTimeout(result)) count.timeouts++;
      else count.answers++;
      const outcome = classifyOutcome(result);
      const isFailure = outcome.kind === "failure" && circuit?.categories.includes(outcome.category) === true;
      count.failuresInARow = isFailure ? count.failuresInARow + 1 : 0;
      counts.set(id, count);
    },
    isOut(integrationId: string): boolean {
      const count = counts.get(integrationId);
      if (count === undefined) return false;
      const isHanging = count.timeouts >= MIN_TIMEOUTS && count.timeouts > count.answers;
      return isHanging || count.failuresInARow >= count.limit;
    },
  };
}

/** Waiting for the token holds the slot just as long. */
function isTimeout(result: AttemptResult): boolean {
  return result.kind === "timeout" || (result.kind === "token_unavailable" && result.category === "TIMEOUT");
}

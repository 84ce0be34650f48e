import type { AttemptResult } from "#domain/delivery/attempt-result";
import { classifyOutcome } from "#domain/delivery/classify-outcome";
import { SLOW_CALL_MS } from "#domain/flow/slow-lane";
import type { Integration } from "#domain/tenancy/organization-config";

/** Fewer than this say nothing, if they were short: every receiver is slow once. */
const MIN_TIMEOUTS = 3;

interface Count {
  timeouts: number;
  /** What the timeouts took, together. */
  lostMs: number;
  answers: number;
  failuresInARow: number;
  readonly limit: number;
  /** Being asked now. */
  open: number;
  /** Since then it has been asked, and has said nothing. */
  silentSince: number;
}

/**
 * Which integrations' targets a run asks no more; the rest it leaves to their own objects, where it delays nobody else.
 * One that hangs: more timeouts than answers, and either three of them or two seconds lost; or it is being asked and has
 * said nothing for as long. Every such request holds one of six places for as long as the tenant allows. And one that has
 * failed as often in a row as opens its circuit: the object learns of that only when the run is over, and a run has
 * hundreds of deliveries. When timeouts have taken every place once, those that have not answered yet are asked no more
 * either: an organization with many endpoints that hang would hold the run for one timeout after another.
 * @param places requests of the run that go at one time
 */
export function watchTargets(now: () => number, places: number) {
  const counts = new Map<string, Count>();
  let lostInRunMs = 0;

  function countOf({ id, settings }: Integration): Count {
    const known = counts.get(id);
    if (known !== undefined) return known;
    const limit = settings.flow.circuit?.consecutiveFailures ?? Number.POSITIVE_INFINITY;
    const count = { timeouts: 0, lostMs: 0, answers: 0, failuresInARow: 0, limit, open: 0, silentSince: 0 };
    counts.set(id, count);
    return count;
  }

  return {
    ask(integration: Integration): void {
      const count = countOf(integration);
      if (count.open++ === 0) count.silentSince = now();
    },
    end(integration: Integration): void {
      countOf(integration).open--;
    },
    note(integration: Integration, result: AttemptResult): void {
      const { circuit } = integration.settings.flow;
      const count = countOf(integration);
      if (isTimeout(result)) {
        count.timeouts++;
        if (result.kind === "timeout") {
          count.lostMs += result.timeoutMs;
          lostInRunMs += result.timeoutMs;
        }
      } else {
        count.answers++;
        count.silentSince = now();
      }
      const outcome = classifyOutcome(result);
      const isFailure = outcome.kind === "failure" && circuit?.categories.includes(outcome.category) === true;
      count.failuresInARow = isFailure ? count.failuresInARow + 1 : 0;
    },
    isOut(integrationId: string): boolean {
      const count = counts.get(integrationId);
      const isRunLost = lostInRunMs >= places * SLOW_CALL_MS;
      if (count === undefined || count.answers === 0) {
        if (isRunLost) return true;
        if (count === undefined) return false;
      }
      const { timeouts, lostMs, answers, failuresInARow, limit, open, silentSince } = count;
      const isHanging = timeouts > answers && (timeouts >= MIN_TIMEOUTS || lostMs >= SLOW_CALL_MS);
      const isSilent = open > 0 && now() - silentSince >= SLOW_CALL_MS;
      return isHanging || isSilent || failuresInARow >= limit;
    },
  };
}

/** Waiting for the token holds the slot just as long. */
function isTimeout(result: AttemptResult): boolean {
  return result.kind === "timeout" || (result.kind === "token_unavailable" && result.category === "TIMEOUT");
}

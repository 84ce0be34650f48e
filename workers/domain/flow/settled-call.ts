import type { Settlement } from "../delivery/settlement.ts";
import type { TriedCall } from "./flow-circuit.ts";

/** A request to the target that a settlement tells of. */
export interface SettledCall {
  readonly tried: TriedCall;
  /** The same for the events of one batch. */
  readonly request: string;
  /** When it goes again, if it does. */
  readonly retryAt: number | null;
}

/** Null: nothing reached for the target, so nothing is said of it. */
export function readTried(settlement: Settlement): SettledCall | null {
  switch (settlement.kind) {
    case "released":
      return null;
    case "later": {
      const { tried, delivery, dueAt } = settlement;
      if (tried === undefined || !reachedOut(tried)) return null;
      return { tried, request: delivery.batch ?? delivery.id, retryAt: dueAt };
    }
    case "done": {
      const { status, category, httpStatus, durationMs, attemptedAt } = settlement.outcome;
      const tried = { category, httpStatus, durationMs };
      if (status === "delivered" || (category !== null && reachedOut(tried))) {
        return { tried, request: `at ${attemptedAt}`, retryAt: null };
      }
      return null;
    }
  }
}

/** What the gateway itself refused, or a credential's provider, says nothing about the target. */
function reachedOut({ category, httpStatus }: TriedCall): boolean {
  return httpStatus !== null || category === "NETWORK" || category === "TIMEOUT";
}

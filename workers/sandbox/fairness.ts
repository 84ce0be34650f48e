import type { SpentRun } from "#domain/sandbox/fuel-account";
import { FuelAccounts } from "./fuel-accounts.ts";
import { TurnTaker } from "./turn-taker.ts";

export interface Resting {
  readonly ok: false;
  readonly reason: "resting";
  readonly message: string;
  readonly retryAfterMs: number;
}

/** Who may use the isolate's one thread now. */
export interface Fairness {
  /** Waits for a turn, and answers null to who may run. Nobody's work (the gateway's own) always may. */
  admit(orgId: string | null): Promise<Resting | null>;
  pay(orgId: string | null, run: SpentRun): void;
}

export function openFairness(now: () => number): Fairness {
  const accounts = new FuelAccounts(now);
  const turns = new TurnTaker();
  return {
    async admit(orgId) {
      await turns.turn();
      // Asked after the wait: of a hundred runs that came at once, the first may have used up what there was.
      const retryAfterMs = orgId === null ? 0 : accounts.admit(orgId);
      return retryAfterMs === 0 ? null : { ok: false, reason: "resting", message: MESSAGE, retryAfterMs };
    },
    pay(orgId, run) {
      turns.worked(run.fuelUsed);
      if (orgId !== null) accounts.pay(orgId, run);
    },
  };
}

const MESSAGE =
  "The code of this organization (scripts, schemas) has used up its share of this machine and rests for a while.";

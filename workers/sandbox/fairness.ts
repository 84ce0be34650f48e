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
  admit(orgId: string | null, purpose?: Purpose): Promise<Resting | null>;
  pay(orgId: string | null, run: SpentRun, purpose?: Purpose): void;
}

/** Looking at code before it is saved has an account of its own: who rests for a broken script must be able to mend it. */
export type Purpose = "run" | "check";

export function openFairness(now: () => number): Fairness {
  const accounts = { run: new FuelAccounts(now), check: new FuelAccounts(now) };
  const turns = new TurnTaker();
  return {
    async admit(orgId, purpose = "run") {
      await turns.turn();
      // Asked after the wait: of a hundred runs that came at once, the first may have used up what there was.
      const retryAfterMs = orgId === null ? 0 : accounts[purpose].admit(orgId);
      return retryAfterMs === 0 ? null : { ok: false, reason: "resting", message: MESSAGE, retryAfterMs };
    },
    pay(orgId, run, purpose = "run") {
      turns.worked(run.fuelUsed);
      if (orgId !== null) accounts[purpose].pay(orgId, run);
    },
  };
}

const MESSAGE =
  "The code of this organization (scripts, schemas) has used up its share of this machine and rests for a while.";

import type { Asker } from "#domain/sandbox/fuel-account";
import { COMPILATION_TARIFF, type SpentRun, VALIDATION_TARIFF } from "#domain/sandbox/tariffs";
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
  admit(orgId: string | null, purpose?: Purpose, asker?: Asker): Promise<Resting | null>;
  pay(orgId: string | null, run: SpentRun, purpose?: Purpose): void;
}

/**
 * Each has an account of its own. Looking at code before it is saved (`check` of scripts, `compile` of schemas): who rests for
 * what is broken must be able to mend it. Payloads held against schemas (`validate`): a burning script must not close the door
 * to events, nor a burning schema hold deliveries that have none.
 */
export type Purpose = "run" | "check" | "validate" | "compile";

export function openFairness(now: () => number): Fairness {
  const accounts: Readonly<Record<Purpose, FuelAccounts>> = {
    run: new FuelAccounts(now),
    check: new FuelAccounts(now),
    validate: new FuelAccounts(now, VALIDATION_TARIFF),
    compile: new FuelAccounts(now, COMPILATION_TARIFF),
  };
  const turns = new TurnTaker();
  return {
    async admit(orgId, purpose = "run", asker = "delivery") {
      await turns.turn();
      // Asked after the wait: of a hundred runs that came at once, the first may have used up what there was.
      const retryAfterMs = orgId === null ? 0 : accounts[purpose].admit(orgId, asker);
      return retryAfterMs === 0
        ? null
        : { ok: false, reason: "resting", message: MESSAGES[purpose], retryAfterMs };
    },
    pay(orgId, run, purpose = "run") {
      turns.worked(run.fuelUsed);
      if (orgId !== null) accounts[purpose].pay(orgId, run);
    },
  };
}

const RESTS = "of this organization has used up its share of this machine and rests for a while.";
const MESSAGES: Readonly<Record<Purpose, string>> = {
  run: `The code ${RESTS}`,
  check: `The code ${RESTS}`,
  validate: `Checking payloads against schemas ${RESTS} Look for a pattern that takes too long, and mend it: saving is possible meanwhile.`,
  compile: `Compiling schemas ${RESTS} Send the same again then. A smaller schema costs less: name what repeats under definitions ($defs), and refer to it.`,
};

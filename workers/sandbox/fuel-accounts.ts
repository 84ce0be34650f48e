import { type FuelAccount, openAccount, pay, restMs, type SpentRun } from "#domain/sandbox/fuel-account";

/** A forgotten organization starts with a full balance, so the ones that rest must not be pushed out by a crowd. */
const KEPT = 10_000;

/** Per isolate, in memory: it protects this one thread, and an isolate that ends takes its worries with it. */
export class FuelAccounts {
  readonly #accounts = new Map<string, FuelAccount>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  restMs(orgId: string): number {
    const account = this.#accounts.get(orgId);
    return account === undefined ? 0 : restMs(account, this.#now());
  }

  pay(orgId: string, run: SpentRun): void {
    const now = this.#now();
    const account = this.#accounts.get(orgId) ?? openAccount(now);
    // Put at the end: the map's order is that of last use.
    this.#accounts.delete(orgId);
    this.#accounts.set(orgId, pay(account, run, now));
    const [oldest] = this.#accounts.keys();
    if (this.#accounts.size > KEPT && oldest !== undefined) this.#accounts.delete(oldest);
  }
}

import { type Asker, admit, type FuelAccount, openAccount, pay } from "#domain/sandbox/fuel-account";
import { SCRIPT_TARIFF, type SpentRun, type Tariff } from "#domain/sandbox/tariffs";

/** A forgotten organization starts with a full balance, so the ones that rest must not be pushed out by a crowd. */
const KEPT = 10_000;

/** Per isolate, in memory: it protects this one thread, and an isolate that ends takes its worries with it. */
export class FuelAccounts {
  readonly #accounts = new Map<string, FuelAccount>();
  readonly #now: () => number;
  readonly #tariff: Tariff;

  constructor(now: () => number, tariff: Tariff = SCRIPT_TARIFF) {
    this.#now = now;
    this.#tariff = tariff;
  }

  /** How long the organization must wait; 0 when it may run now. */
  admit(orgId: string, asker: Asker = "delivery"): number {
    const account = this.#accounts.get(orgId);
    if (account === undefined) return 0;
    const admission = admit(account, this.#now(), this.#tariff, asker);
    this.#keep(orgId, admission.account);
    return admission.retryAfterMs;
  }

  pay(orgId: string, run: SpentRun): void {
    const now = this.#now();
    this.#keep(
      orgId,
      pay(this.#accounts.get(orgId) ?? openAccount(now, this.#tariff), run, now, this.#tariff),
    );
  }

  #keep(orgId: string, account: FuelAccount): void {
    // Put at the end: the map's order is that of last use.
    this.#accounts.delete(orgId);
    this.#accounts.set(orgId, account);
    const [oldest] = this.#accounts.keys();
    if (this.#accounts.size > KEPT && oldest !== undefined) this.#accounts.delete(oldest);
  }
}

import { SCRIPT_TARIFF, type SpentRun, type Tariff } from "./tariffs.ts";

/**
 * What one organization may take of an isolate's thread. Every run is paid from a balance that refills; who is below zero
 * rests. What things cost is in tariffs.ts.
 */
export interface FuelAccount {
  /** In steps of the machine; below zero the organization rests. */
  readonly balance: number;
  readonly at: number;
  /** What the last run cost: a guess at the next one. */
  readonly lastPrice: number;
  /** Who is refused next is told to come at this time at the earliest. */
  readonly nextTurnAt: number;
}

/**
 * Who asks. A `delivery` is held and surely comes back, so it gets a turn behind the others; a `request` is answered 429 and may
 * never come back; `begun` is the rest of a request whose first part was admitted.
 */
export type Asker = "delivery" | "request" | "begun";

const LEAST_REST_MS = 250;
/** A tenant who repaired the script waits no longer than this for what was held meanwhile. */
const MOST_REST_MS = 15 * 60_000;

export function openAccount(now: number, { capacity }: Tariff = SCRIPT_TARIFF): FuelAccount {
  return { balance: capacity, at: now, lastPrice: 0, nextTurnAt: now };
}

function refilled(account: FuelAccount, now: number, { refillPerSecond, capacity }: Tariff): FuelAccount {
  const seconds = Math.max(0, now - account.at) / 1_000;
  const balance = Math.min(capacity, account.balance + seconds * refillPerSecond);
  return { ...account, balance, at: Math.max(account.at, now) };
}

export interface Admission {
  /** 0 when it may run now. */
  readonly retryAfterMs: number;
  readonly account: FuelAccount;
}

/**
 * May the next run begin? A delivery that is refused gets a turn behind those that were refused before: thousands of held ones
 * that all came back at once, for one of them to run, would be the worse attack.
 */
export function admit(
  account: FuelAccount,
  now: number,
  tariff: Tariff = SCRIPT_TARIFF,
  asker: Asker = "delivery",
): Admission {
  const current = refilled(account, now, tariff);
  const least = asker === "begun" ? -tariff.overdraft : 0;
  if (current.balance > least) return { retryAfterMs: 0, account: current };
  const millisecondsOf = (steps: number): number => Math.ceil((steps / tariff.refillPerSecond) * 1_000);
  const restMs = Math.max(LEAST_REST_MS, millisecondsOf(-current.balance));
  if (asker !== "delivery") return { retryAfterMs: restMs, account: current };
  const turnAt = Math.min(Math.max(now + restMs, current.nextTurnAt), now + MOST_REST_MS);
  const nextTurnAt = turnAt + millisecondsOf(current.lastPrice);
  return { retryAfterMs: turnAt - now, account: { ...current, nextTurnAt } };
}

export function pay(
  account: FuelAccount,
  run: SpentRun,
  now: number,
  tariff: Tariff = SCRIPT_TARIFF,
): FuelAccount {
  const current = refilled(account, now, tariff);
  const price = tariff.price(run);
  return { ...current, balance: Math.max(tariff.floor, current.balance - price), lastPrice: price };
}

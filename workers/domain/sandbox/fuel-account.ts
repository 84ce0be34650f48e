/**
 * What the scripts of one organization may take of an isolate. One thread serves every organization there, so a script
 * that burns all its fuel makes everybody wait for as long. Every run is paid from a balance that refills; who is below
 * zero rests. A failed attempt to burn everything is paid many times over, so that a steady attack gets under a
 * hundredth of the thread and stays out of the others' 99th percentile.
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

export interface SpentRun {
  readonly fuelUsed: number;
  /** It was stopped, or its machine had to be thrown away. */
  readonly exhausted: boolean;
}

/** A third of a core or so: more is for nobody to take while others wait. */
const REFILL_PER_SECOND = 100_000_000;
const CAPACITY = 500_000_000;
/** Nobody rests for longer than a minute for what was. */
const FLOOR = -60 * REFILL_PER_SECOND;
/** A cell to run in costs about this much before the script does anything. */
const RUN_STEPS = 150_000;
/** Ten or twenty milliseconds: whoever comes in meanwhile feels it. */
const LONG_STEPS = 5_000_000;
const LONG_FACTOR = 5;
/** 10 million steps (9 to 63 ms) times this are paid back in 5 seconds: 0.8% of the time. */
const EXHAUSTED_FACTOR = 50;
/** A new machine costs too, however early the old one broke. */
const EXHAUSTED_LEAST_STEPS = 1_000_000;
const LEAST_REST_MS = 250;
/** A tenant who repaired the script waits no longer than this for what was held meanwhile. */
const MOST_REST_MS = 15 * 60_000;

export function openAccount(now: number): FuelAccount {
  return { balance: CAPACITY, at: now, lastPrice: 0, nextTurnAt: now };
}

function refilled(account: FuelAccount, now: number): FuelAccount {
  const seconds = Math.max(0, now - account.at) / 1_000;
  const balance = Math.min(CAPACITY, account.balance + seconds * REFILL_PER_SECOND);
  return { ...account, balance, at: Math.max(account.at, now) };
}

export interface Admission {
  /** 0 when it may run now. */
  readonly retryAfterMs: number;
  readonly account: FuelAccount;
}

/**
 * May the next script run? Who is refused gets a turn behind those that were refused before: thousands of held deliveries
 * that all came back at once, for one of them to run, would be the worse attack.
 */
export function admit(account: FuelAccount, now: number): Admission {
  const current = refilled(account, now);
  if (current.balance > 0) return { retryAfterMs: 0, account: current };
  const restMs = Math.max(LEAST_REST_MS, Math.ceil((-current.balance / REFILL_PER_SECOND) * 1_000));
  const turnAt = Math.min(Math.max(now + restMs, current.nextTurnAt), now + MOST_REST_MS);
  const nextTurnAt = turnAt + Math.ceil((current.lastPrice / REFILL_PER_SECOND) * 1_000);
  return { retryAfterMs: turnAt - now, account: { ...current, nextTurnAt } };
}

export function pay(account: FuelAccount, run: SpentRun, now: number): FuelAccount {
  const current = refilled(account, now);
  const price = priceOf(run);
  return { ...current, balance: Math.max(FLOOR, current.balance - price), lastPrice: price };
}

function priceOf({ fuelUsed, exhausted }: SpentRun): number {
  if (exhausted) return Math.max(fuelUsed, EXHAUSTED_LEAST_STEPS) * EXHAUSTED_FACTOR;
  return RUN_STEPS + fuelUsed * (fuelUsed > LONG_STEPS ? LONG_FACTOR : 1);
}

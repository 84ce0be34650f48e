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
/** 10 million steps (about 40 ms) times this are paid back in 5 seconds: 0.8% of the time. */
const EXHAUSTED_FACTOR = 50;
/** A new machine costs too, however early the old one broke. */
const EXHAUSTED_LEAST_STEPS = 1_000_000;
const LEAST_REST_MS = 250;

export function openAccount(now: number): FuelAccount {
  return { balance: CAPACITY, at: now };
}

function refilled({ balance, at }: FuelAccount, now: number): FuelAccount {
  const seconds = Math.max(0, now - at) / 1_000;
  return { balance: Math.min(CAPACITY, balance + seconds * REFILL_PER_SECOND), at: Math.max(at, now) };
}

/** 0 when the next script may run. */
export function restMs(account: FuelAccount, now: number): number {
  const { balance } = refilled(account, now);
  if (balance > 0) return 0;
  return Math.max(LEAST_REST_MS, Math.ceil((-balance / REFILL_PER_SECOND) * 1_000));
}

export function pay(account: FuelAccount, run: SpentRun, now: number): FuelAccount {
  const { balance, at } = refilled(account, now);
  return { balance: Math.max(FLOOR, balance - priceOf(run)), at };
}

function priceOf({ fuelUsed, exhausted }: SpentRun): number {
  if (exhausted) return Math.max(fuelUsed, EXHAUSTED_LEAST_STEPS) * EXHAUSTED_FACTOR;
  return RUN_STEPS + fuelUsed * (fuelUsed > LONG_STEPS ? LONG_FACTOR : 1);
}

/**
 * What tenants' code costs. One thread serves every organization of an isolate, so each pays for its work from balances that
 * refill (fuel-account.ts), and the prices are such that a steady attack gets under a hundredth of the thread: then it stays
 * out of the others' 99th percentile. All in steps of the machine, 250 million of which are a second or so.
 */
export interface SpentRun {
  readonly fuelUsed: number;
  /** It was stopped, or its machine had to be thrown away. */
  readonly exhausted: boolean;
}

export interface Tariff {
  readonly refillPerSecond: number;
  readonly capacity: number;
  /** Nobody rests for longer than it takes to get from here to zero. */
  readonly floor: number;
  /** How far below zero what was begun may go on: a post of many events, of which none is taken unless all are. */
  readonly overdraft: number;
  readonly price: (run: SpentRun) => number;
}

/** A third of a core or so: more is for nobody to take while others wait. */
const REFILL_PER_SECOND = 100_000_000;
const LONG_FACTOR = 5;
/** A new machine costs too, however early the old one broke. */
const EXHAUSTED_LEAST_STEPS = 1_000_000;

interface StepPrices {
  readonly beforeItRuns: number;
  /** Some milliseconds: whoever comes in meanwhile feels it. */
  readonly longSteps: number;
  readonly exhaustedFactor: number;
}

function priceByStep({ beforeItRuns, longSteps, exhaustedFactor }: StepPrices): Tariff["price"] {
  return ({ fuelUsed, exhausted }) => {
    if (exhausted) return Math.max(fuelUsed, EXHAUSTED_LEAST_STEPS) * exhaustedFactor;
    return beforeItRuns + fuelUsed * (fuelUsed > longSteps ? LONG_FACTOR : 1);
  };
}

const SHARE = {
  refillPerSecond: REFILL_PER_SECOND,
  capacity: 500_000_000,
  floor: -60 * REFILL_PER_SECOND,
};

/**
 * A cell to run in costs about 150,000 steps before a script does anything. The default fuel, 4 million steps (4 to 25 ms), times
 * the factor is paid back in 5 seconds. A stop is felt by more than run meanwhile: by every delivery that it falls into.
 */
export const SCRIPT_TARIFF: Tariff = {
  ...SHARE,
  overdraft: 0,
  price: priceByStep({ beforeItRuns: 150_000, longSteps: 2_500_000, exhaustedFactor: 125 }),
};

/**
 * Payloads held against schemas, and loading the code that does it. A post of sixteen payloads of 1 MB, which is the largest,
 * costs 3.6 billion.
 */
export const VALIDATION_TARIFF: Tariff = {
  ...SHARE,
  overdraft: 4_000_000_000,
  price: priceByStep({ beforeItRuns: 50_000, longSteps: 5_000_000, exhaustedFactor: 50 }),
};

/** A hundredth of the thread: whatever is compiled, a steady attack gets no more. */
const COMPILING_PER_SECOND = 2_500_000;
/** A tenth of a second. A schema of a few KB stays below. */
const SHORT_COMPILATION_STEPS = 30_000_000;
/** Of a full balance something is left after any one of them: who saved a schema that burns must be able to mend it. */
const DEAREST_COMPILATION = 1_800_000_000;

/**
 * Compiling a schema when it is saved. It cannot be interrupted, so one that takes ten times as long makes ten times as many
 * others wait, each for ten times as long: above a tenth of a second the price grows with the square. A full balance
 * is ninety small schemas in a new machine each, a thousand in a kept one, or two of the largest.
 */
export const COMPILATION_TARIFF: Tariff = {
  refillPerSecond: COMPILING_PER_SECOND,
  capacity: 2_000_000_000,
  floor: -600 * COMPILING_PER_SECOND,
  overdraft: 0,
  price: ({ fuelUsed }) =>
    Math.min(DEAREST_COMPILATION, fuelUsed * Math.max(1, fuelUsed / SHORT_COMPILATION_STEPS)),
};

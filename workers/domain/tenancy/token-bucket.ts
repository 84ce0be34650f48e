/** How much of something may happen: `ratePerSecond` in the long run, `burst` at once. */
export interface BucketLimit {
  readonly ratePerSecond: number;
  readonly burst: number;
}

/**
 * What a bucket holds, in millionths of a token, as of a moment in epoch milliseconds. Whole numbers throughout: sums of
 * fractions drift, and a bucket that drifts lets the eleventh of ten calls through.
 */
export interface BucketState {
  readonly units: number;
  readonly at: number;
}

const UNITS = 1_000_000;
/** Units that come back per millisecond and token per second. */
const UNITS_PER_MS = UNITS / 1_000;

/** Rates are kept to a thousandth of a token per second, so that every millisecond brings whole units. */
export function isBucketLimit({ ratePerSecond, burst }: BucketLimit): boolean {
  return (
    Number.isInteger(burst) &&
    burst >= 1 &&
    burst <= 1_000_000 &&
    ratePerSecond >= 0.001 &&
    ratePerSecond <= 1_000_000 &&
    Math.abs(ratePerSecond * 1_000 - Math.round(ratePerSecond * 1_000)) < 1e-6
  );
}

export function fullBucket({ burst }: BucketLimit, now: number): BucketState {
  return { units: burst * UNITS, at: now };
}

/** The bucket as it is now. A clock that went back brings nothing and takes nothing; a smaller burst spills the rest. */
export function refill(state: BucketState, limit: BucketLimit, now: number): BucketState {
  const capacity = limit.burst * UNITS;
  if (now <= state.at) return { units: Math.min(state.units, capacity), at: state.at };
  const missing = Math.max(0, capacity - state.units);
  const perMs = unitsPerMs(limit);
  // Compared before it is multiplied: a bucket that slept for years would leave the whole numbers.
  const elapsedMs = now - state.at;
  const gained = elapsedMs >= missing / perMs ? missing : elapsedMs * perMs;
  return { units: Math.min(capacity, state.units + gained), at: now };
}

/** Whole tokens in a bucket that was refilled just now. */
export function tokensIn({ units }: BucketState): number {
  return Math.floor(units / UNITS);
}

/** @throws RangeError when there are not as many: the caller has looked. */
export function takeTokens(state: BucketState, count: number): BucketState {
  const units = state.units - count * UNITS;
  if (units < 0) throw new RangeError(`A bucket with ${tokensIn(state)} tokens cannot give ${count}.`);
  return { ...state, units };
}

/** Tokens that were taken and not used. What does not fit any more is lost, or a bucket could hold more than its burst. */
export function giveBack(state: BucketState, limit: BucketLimit, count: number): BucketState {
  return { ...state, units: Math.min(limit.burst * UNITS, state.units + count * UNITS) };
}

/** Milliseconds until a bucket that was refilled just now holds `count` tokens, or as many as it ever holds. */
export function msUntilTokens({ units }: BucketState, limit: BucketLimit, count: number): number {
  const wanted = Math.min(count, limit.burst) * UNITS;
  return Math.max(0, Math.ceil((wanted - units) / unitsPerMs(limit)));
}

function unitsPerMs({ ratePerSecond }: BucketLimit): number {
  return Math.max(1, Math.round(ratePerSecond * UNITS_PER_MS));
}

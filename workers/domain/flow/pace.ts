import type { FlowRate } from "./flow-settings.ts";

const PERIOD_MS = { second: 1_000, minute: 60_000, hour: 3_600_000 } as const;

/**
 * A token bucket in whole numbers, exact for every rate: a token is as many units as its period has milliseconds, and
 * every millisecond brings `limit` of them. "7 an hour" in fractions of a second would drift by a quarter.
 */
export interface PaceState {
  readonly units: number;
  readonly at: number;
  readonly per: FlowRate["per"];
}

export function fullPace({ burst, per }: FlowRate, now: number): PaceState {
  return { units: burst * PERIOD_MS[per], at: now, per };
}

/** As it is now. A clock that went back brings nothing and takes nothing; a smaller burst spills the rest. */
export function refillPace(state: PaceState | undefined, rate: FlowRate, now: number): PaceState {
  if (state === undefined) return fullPace(rate, now);
  const capacity = rate.burst * PERIOD_MS[rate.per];
  const units = inUnitsOf(state, rate);
  if (now <= state.at) return { units: Math.min(units, capacity), at: state.at, per: rate.per };
  const missing = Math.max(0, capacity - units);
  const elapsedMs = now - state.at;
  // Compared before it is multiplied: a bucket that slept for years would leave the whole numbers.
  const gained = elapsedMs >= missing / rate.limit ? missing : elapsedMs * rate.limit;
  return { units: Math.min(capacity, units + gained), at: now, per: rate.per };
}

/** Whole tokens in a bucket that was refilled just now. */
export function tokensLeft({ units, per }: PaceState): number {
  return Math.floor(units / PERIOD_MS[per]);
}

/** @throws RangeError when there are not as many: the caller has looked. */
export function takePace(state: PaceState, count: number): PaceState {
  const units = state.units - count * PERIOD_MS[state.per];
  if (units < 0) throw new RangeError(`A bucket with ${tokensLeft(state)} tokens cannot give ${count}.`);
  return { ...state, units };
}

/** Tokens that were taken and not used. What does not fit any more is lost. */
export function returnPace(state: PaceState, rate: FlowRate, count: number): PaceState {
  const capacity = rate.burst * PERIOD_MS[rate.per];
  return { ...state, units: Math.min(capacity, inUnitsOf(state, rate) + count * PERIOD_MS[rate.per]) };
}

/** Milliseconds until a bucket that was refilled just now holds `count` tokens, or as many as it ever holds. */
export function msUntilPace(state: PaceState, rate: FlowRate, count: number): number {
  const wanted = Math.min(count, rate.burst) * PERIOD_MS[rate.per];
  return Math.max(0, Math.ceil((wanted - state.units) / rate.limit));
}

/**
 * How many tokens are worth a wake-up: what comes in a quarter of a second, and never so many that the bucket runs over
 * while it is waited for.
 */
export function worthWaking(rate: FlowRate): number {
  const inAQuarter = Math.floor((rate.limit * 250) / PERIOD_MS[rate.per]);
  return Math.max(1, Math.min(inAQuarter, Math.floor(rate.burst / 2)));
}

/** The slower of two. */
export function slowerRate(a: FlowRate | null, b: FlowRate | null): FlowRate | null {
  if (a === null || b === null) return a ?? b;
  return a.limit * PERIOD_MS[b.per] <= b.limit * PERIOD_MS[a.per] ? a : b;
}

export function perMinute({ limit, per }: FlowRate): number {
  return (limit * 60_000) / PERIOD_MS[per];
}

/** The settings were changed to another period: what is left stays, in whole tokens. */
function inUnitsOf(state: PaceState, rate: FlowRate): number {
  return state.per === rate.per ? state.units : tokensLeft(state) * PERIOD_MS[rate.per];
}

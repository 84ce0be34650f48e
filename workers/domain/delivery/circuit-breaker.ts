import type { ErrorCategory } from "./error-category.ts";

/** When an upstream that fails is given a rest, and for how long. */
export interface CircuitPolicy {
  /** So many failures one after another open the circuit. */
  readonly consecutiveFailures: number;
  /** So do more failures than this, in percent of what was tried within `windowMs`… */
  readonly failureRatePercent: number;
  /** …once this many were tried: one failure of one call is no rate. */
  readonly minimumCalls: number;
  readonly windowMs: number;
  /** How long it rests the first time; twice as long after every probe that fails, up to `maxRestMs`. */
  readonly restMs: number;
  readonly maxRestMs: number;
  /** How many probes may be out at once after a rest, and how many must succeed before everybody may call again. */
  readonly probes: number;
  /** More slow answers than this, in percent of what was tried within `windowMs`, open it as well. Left out: none do. */
  readonly slowCallRatePercent?: number;
}

export const DEFAULT_CIRCUIT_POLICY: CircuitPolicy = {
  consecutiveFailures: 10,
  failureRatePercent: 50,
  minimumCalls: 20,
  windowMs: 60_000,
  restMs: 10_000,
  maxRestMs: 300_000,
  probes: 1,
};

/** What an attempt says about the upstream's health. `neutral`: it answered, and what is wrong lies with the request. */
export type HealthSign = "success" | "failure" | "neutral";

/**
 * Refused requests say nothing against the upstream: one tenant's wrong credential or payload must not stop everything
 * else that goes there. 429 neither: it says itself when to come back, and resting would stop what is still taken.
 */
export function healthSignOf(category: ErrorCategory | null): HealthSign {
  switch (category) {
    case null:
      return "success";
    case "NETWORK":
    case "TIMEOUT":
    case "SERVER_ERROR":
      return "failure";
    case "AUTH":
    case "VALIDATION":
    case "RATE_LIMIT":
    case "CLIENT_ERROR":
      return "neutral";
  }
}

/** A tenth of the window: a count for each, so that the past fades and nobody keeps a list of calls. */
interface Slice {
  readonly startsAt: number;
  readonly successes: number;
  readonly failures: number;
  /** Of the successes; left out while there is none. */
  readonly slow?: number;
}

export type CircuitState =
  | { readonly kind: "closed"; readonly slices: readonly Slice[]; readonly failuresInARow: number }
  /** `rests`: how often it opened in a row, this time included. */
  | { readonly kind: "open"; readonly until: number; readonly rests: number }
  | {
      readonly kind: "half_open";
      readonly rests: number;
      readonly successes: number;
      /** Probes that are out, by number: when each is given up for lost. */
      readonly out: Readonly<Record<number, number>>;
      readonly nextProbe: number;
    };

export const CLOSED: CircuitState = { kind: "closed", slices: [], failuresInARow: 0 };

export type CircuitVerdict =
  /** `probe` is handed back with the result; null for an ordinary call. */
  | { readonly allowed: true; readonly probe: number | null }
  | { readonly allowed: false; readonly retryAfterMs: number };

const SLICES = 10;
/** Whoever comes while the probes are out waits for them, and nobody knows how long they take. */
const PROBE_OUT_RETRY_MS = 1_000;

/**
 * May this call go out now?
 * @param probeLeaseMs how long a probe may take before its place is given to another
 */
export function admitCall(
  state: CircuitState,
  policy: CircuitPolicy,
  now: number,
  probeLeaseMs: number,
): { readonly state: CircuitState; readonly verdict: CircuitVerdict } {
  switch (state.kind) {
    case "closed":
      return { state, verdict: { allowed: true, probe: null } };
    case "open": {
      // A clock that went back must not make the rest longer than it ever was.
      const left = Math.min(state.until - now, restOf(policy, state.rests));
      if (left > 0) return { state, verdict: { allowed: false, retryAfterMs: left } };
      const fresh = { kind: "half_open", rests: state.rests, successes: 0, out: {}, nextProbe: 1 } as const;
      return admitCall(fresh, policy, now, probeLeaseMs);
    }
    case "half_open": {
      const out = Object.fromEntries(Object.entries(state.out).filter(([, until]) => until > now));
      if (Object.keys(out).length >= policy.probes) {
        return { state: { ...state, out }, verdict: { allowed: false, retryAfterMs: PROBE_OUT_RETRY_MS } };
      }
      const probe = state.nextProbe;
      return {
        state: { ...state, out: { ...out, [probe]: now + probeLeaseMs }, nextProbe: probe + 1 },
        verdict: { allowed: true, probe },
      };
    }
  }
}

/**
 * Take in what became of one call.
 * @param probe the number it was given; null for a call that went out while the circuit was closed
 */
export function recordCall(
  state: CircuitState,
  policy: CircuitPolicy,
  call: { readonly sign: HealthSign; readonly probe: number | null; readonly slow?: boolean },
  now: number,
): CircuitState {
  const { sign, probe } = call;
  switch (state.kind) {
    case "closed":
      return recordClosed(state, policy, sign, call.slow === true, now);
    case "open":
      // It went out before the circuit opened, or its probe was given up: the rest is decided already.
      return state;
    case "half_open": {
      // Stragglers from before know nothing of how the upstream is now.
      if (probe === null || state.out[probe] === undefined) return state;
      if (sign === "failure") return open(policy, state.rests + 1, now);
      const { [probe]: _ended, ...out } = state.out;
      // A refusal is an answer too: the upstream is there again.
      const successes = state.successes + 1;
      return successes >= policy.probes ? CLOSED : { ...state, successes, out };
    }
  }
}

/** A probe that never went out must not be waited for. */
export function giveBackProbe(state: CircuitState, probe: number): CircuitState {
  if (state.kind !== "half_open" || state.out[probe] === undefined) return state;
  const { [probe]: _unused, ...out } = state.out;
  return { ...state, out };
}

/** When an open circuit lets the first probe through; null while it is not resting. */
export function restsUntil(state: CircuitState): number | null {
  return state.kind === "open" ? state.until : null;
}

function recordClosed(
  state: Extract<CircuitState, { readonly kind: "closed" }>,
  policy: CircuitPolicy,
  sign: HealthSign,
  slow: boolean,
  now: number,
): CircuitState {
  if (sign === "neutral") return state;
  const failuresInARow = sign === "failure" ? state.failuresInARow + 1 : 0;
  const isSlow = slow && sign === "success";
  const slices = count(state.slices, policy.windowMs, sign, isSlow, now);
  if (failuresInARow >= policy.consecutiveFailures) return open(policy, 1, now);
  const failures = slices.reduce((sum, slice) => sum + slice.failures, 0);
  const calls = slices.reduce((sum, slice) => sum + slice.successes, failures);
  const tooMany = calls >= policy.minimumCalls && failures * 100 > calls * policy.failureRatePercent;
  // Only a failure opens it: a success that completes the minimum is no reason to rest.
  if (sign === "failure" && tooMany) return open(policy, 1, now);
  const { slowCallRatePercent } = policy;
  if (isSlow && slowCallRatePercent !== undefined && calls >= policy.minimumCalls) {
    const slowOnes = slices.reduce((sum, slice) => sum + (slice.slow ?? 0), 0);
    if (slowOnes * 100 > calls * slowCallRatePercent) return open(policy, 1, now);
  }
  return { kind: "closed", slices, failuresInARow };
}

function count(
  slices: readonly Slice[],
  windowMs: number,
  sign: "success" | "failure",
  isSlow: boolean,
  now: number,
): readonly Slice[] {
  const length = Math.max(1, Math.floor(windowMs / SLICES));
  const startsAt = now - (now % length);
  // What lies ahead of the clock was counted before it went back; it cannot be placed, so it goes.
  const kept = slices.filter((slice) => slice.startsAt > now - windowMs && slice.startsAt < startsAt);
  const own = slices.find((slice) => slice.startsAt === startsAt) ?? { startsAt, successes: 0, failures: 0 };
  const { successes, failures } = own;
  const slowOnes = (own.slow ?? 0) + (isSlow ? 1 : 0);
  const slow = slowOnes === 0 ? {} : { slow: slowOnes };
  return [
    ...kept,
    sign === "success"
      ? { startsAt, successes: successes + 1, failures, ...slow }
      : { startsAt, successes, failures: failures + 1, ...slow },
  ];
}

function open(policy: CircuitPolicy, rests: number, now: number): CircuitState {
  return { kind: "open", until: now + restOf(policy, rests), rests };
}

function restOf({ restMs, maxRestMs }: CircuitPolicy, rests: number): number {
  // Doubling thirty times passes every maximum, and stays a whole number.
  return Math.min(maxRestMs, restMs * 2 ** Math.min(rests - 1, 30));
}

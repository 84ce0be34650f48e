import {
  admitCall,
  type CircuitState,
  CLOSED,
  giveBackProbe,
  restsUntil,
} from "../delivery/circuit-breaker.ts";
import type { CircuitChange } from "./circuit-change.ts";
import { phaseOf } from "./flow-circuit.ts";
import { breakerPolicyOf, type FlowRules } from "./flow-rules.ts";
import type { FlowRate } from "./flow-settings.ts";
import { effectiveRate, type LearnedPace, recoverPace } from "./learned-pace.ts";
import {
  msUntilPace,
  type PaceState,
  refillPace,
  returnPace,
  slowerRate,
  takePace,
  tokensLeft,
  worthWaking,
} from "./pace.ts";

/** What decides whether an integration's next delivery may go out. Who is sending is the object's to know. */
export interface FlowState {
  readonly circuit: CircuitState;
  readonly paused: Pause | null;
  /** After a resume: so fast at most, until nothing that was held is left. */
  readonly drain: FlowRate | null;
  /** Undefined: full. */
  readonly pace: PaceState | undefined;
  readonly learned: LearnedPace | null;
}

export interface Pause {
  readonly at: number;
  readonly reason: string;
  readonly by: string;
}

export const FREE_FLOW: FlowState = {
  circuit: CLOSED,
  paused: null,
  drain: null,
  pace: undefined,
  learned: null,
};

export type FlowVerdict =
  | { readonly kind: "go"; readonly probe: number | null; readonly paid: boolean }
  | { readonly kind: "wait"; readonly because: HoldReason; readonly until: number | null };

export type HoldReason = "paused" | "circuit" | "rate" | "concurrency" | "backlog";

/** Nothing that this file counts stands between a delivery and its target: the hot path ends here. */
export function isFree(state: FlowState, rules: FlowRules): boolean {
  return (
    state.paused === null &&
    state.circuit.kind === "closed" &&
    state.learned === null &&
    state.drain === null &&
    rules.rate === null
  );
}

/**
 * May one request go out now? What it takes (a token, a probe) is taken in the state that comes back.
 * @param probeLeaseMs how long a probe may take before its place is given to another
 */
export function admitDelivery(
  state: FlowState,
  rules: FlowRules,
  now: number,
  probeLeaseMs: number,
): { readonly state: FlowState; readonly verdict: FlowVerdict; readonly change: CircuitChange | null } {
  const wait = (after: FlowState, because: HoldReason, until: number | null) =>
    ({ state: after, verdict: { kind: "wait", because, until }, change: null }) as const;
  if (state.paused !== null) return wait(state, "paused", null);

  const learned = recoverPace(state.learned, rules.rate, now);
  if (learned !== null && learned.blockedUntil > now) {
    return wait({ ...state, learned }, "rate", learned.blockedUntil);
  }
  const rate = rateNow({ ...state, learned }, rules);
  const pace = rate === null ? undefined : refillPace(state.pace, rate, now);
  const refreshed = { ...state, learned, pace };
  if (rate !== null && pace !== undefined && tokensLeft(pace) === 0) {
    return wait(refreshed, "rate", now + msUntilPace(pace, rate, 1));
  }
  // Last, because a probe that is given and not used must be waited for.
  if (rules.circuit === null || state.circuit.kind === "closed") {
    const paid = rate !== null && pace !== undefined;
    const after = paid ? { ...refreshed, pace: takePace(pace, 1) } : refreshed;
    return { state: after, verdict: { kind: "go", probe: null, paid }, change: null };
  }
  const admitted = admitCall(state.circuit, breakerPolicyOf(rules.circuit), now, probeLeaseMs);
  const { verdict } = admitted;
  const after = { ...refreshed, circuit: admitted.state };
  if (!verdict.allowed) return wait(after, "circuit", now + verdict.retryAfterMs);
  return {
    state: pace === undefined ? after : { ...after, pace: takePace(pace, 1) },
    verdict: { kind: "go", probe: verdict.probe, paid: pace !== undefined },
    change:
      state.circuit.kind === "open" && admitted.state.kind === "half_open" ? restOver(state, now) : null,
  };
}

/** Does the circuit keep a request from going out now? Takes no probe. */
export function isCutOff(
  { paused, circuit }: FlowState,
  rules: FlowRules,
  now: number,
  probeLeaseMs: number,
): boolean {
  if (paused !== null || rules.circuit === null || circuit.kind === "closed") return false;
  return !admitCall(circuit, breakerPolicyOf(rules.circuit), now, probeLeaseMs).verdict.allowed;
}

/** It was admitted and never went out. */
export function takeBack(
  state: FlowState,
  rules: FlowRules,
  { probe, paid }: { readonly probe: number | null; readonly paid: boolean },
): FlowState {
  const rate = rateNow(state, rules);
  const { pace, circuit } = state;
  return {
    ...state,
    circuit: probe === null ? circuit : giveBackProbe(circuit, probe),
    pace: paid && pace !== undefined && rate !== null ? returnPace(pace, rate, 1) : pace,
  };
}

/**
 * When something that is due may be handed out: now or earlier, a later moment, or null: not before somebody acts or a
 * result comes in. Waking up earlier would be for nothing.
 * @param waiting how many are due; more than a few need not be counted
 */
export function nextOpening(state: FlowState, rules: FlowRules, now: number, waiting: number): number | null {
  if (state.paused !== null) return null;
  let opensAt = now;
  if (rules.circuit !== null) {
    const { circuit } = state;
    if (circuit.kind === "open") opensAt = Math.max(opensAt, restsUntil(circuit) ?? 0);
    else if (circuit.kind === "half_open") {
      const leases = Object.values(circuit.out);
      if (leases.filter((until) => until > now).length >= rules.circuit.probes) {
        opensAt = Math.max(opensAt, Math.min(...leases));
      }
    }
  }
  const learned = recoverPace(state.learned, rules.rate, now);
  opensAt = Math.max(opensAt, learned?.blockedUntil ?? 0);
  const rate = rateNow({ ...state, learned }, rules);
  if (rate === null) return opensAt;
  const pace = refillPace(state.pace, rate, now);
  return Math.max(opensAt, now + msUntilPace(pace, rate, Math.min(waiting, worthWaking(rate))));
}

export function rateNow(state: FlowState, rules: FlowRules): FlowRate | null {
  return slowerRate(effectiveRate(rules.rate, rules.adaptive ? state.learned : null), state.drain);
}

function restOver(state: FlowState, now: number): CircuitChange {
  return {
    at: now,
    from: phaseOf(state),
    to: "half_open",
    cause: "rest_over",
    reason: null,
    by: null,
    until: null,
    trips: state.circuit.kind === "closed" ? 0 : state.circuit.rests,
    switchOff: false,
    deliveries: [],
  };
}

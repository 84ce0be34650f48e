import {
  type CircuitState,
  CLOSED,
  type HealthSign,
  recordCall,
  restsUntil,
} from "../delivery/circuit-breaker.ts";
import type { ErrorCategory } from "../delivery/error-category.ts";
import type { CircuitCause, CircuitChange, CircuitPhase, CircuitWitness } from "./circuit-change.ts";
import type { FlowState, Pause } from "./flow-gate.ts";
import { breakerPolicyOf, type FlowRules } from "./flow-rules.ts";
import type { DeliveryCircuit, FlowRate } from "./flow-settings.ts";

/** What one request to the target showed. */
export interface TriedCall {
  readonly category: ErrorCategory | null;
  readonly httpStatus: number | null;
  readonly durationMs: number;
}

interface Recorded {
  readonly state: FlowState;
  readonly change: CircuitChange | null;
}

/** A pause wins over whatever the circuit is by itself. */
export function phaseOf({ paused, circuit }: Pick<FlowState, "paused" | "circuit">): CircuitPhase {
  return paused === null ? circuit.kind : "paused";
}

export function signOf({ category }: TriedCall, circuit: DeliveryCircuit): HealthSign {
  if (category === null) return "success";
  return circuit.categories.includes(category) ? "failure" : "neutral";
}

/**
 * Take in what became of a request.
 * @param probe the number it was given; null for one that went out while the circuit was closed
 * @param deliveries the last failures, this one included
 */
export function recordTried(
  state: FlowState,
  rules: FlowRules,
  tried: TriedCall & { readonly probe: number | null },
  deliveries: readonly CircuitWitness[],
  now: number,
): Recorded {
  if (rules.circuit === null) return withoutCircuit(state, now);
  const { slowCallMs } = rules.circuit;
  const slow = slowCallMs !== null && tried.category === null && tried.durationMs > slowCallMs;
  const sign = signOf(tried, rules.circuit);
  // A target that is so slow that it would be rested again at once is not there yet.
  const shown = slow && tried.probe !== null ? "failure" : sign;
  const before = state.circuit;
  const circuit = recordCall(
    before,
    breakerPolicyOf(rules.circuit),
    { sign: shown, probe: tried.probe, slow },
    now,
  );
  if (circuit === before) return { state, change: null };
  const after = { ...state, circuit };
  if (circuit.kind === before.kind) return { state: after, change: null };
  const trips = circuit.kind === "open" ? circuit.rests : 0;
  const { maxTrips } = rules.circuit;
  const change: CircuitChange = {
    at: now,
    from: before.kind,
    to: circuit.kind,
    cause: causeOf(before, circuit, slow, rules.circuit),
    reason: null,
    by: null,
    until: restsUntil(circuit),
    trips,
    switchOff: circuit.kind === "open" && maxTrips !== null && trips >= maxTrips,
    deliveries: circuit.kind === "open" ? deliveries : [],
  };
  return { state: after, change };
}

/** A person holds everything back, until a person lets it go. Paused already: the newer reason stands. */
export function pauseFlow(state: FlowState, pause: Pause): Recorded {
  const change = byPerson(state, pause.at, "paused", "paused", pause);
  return { state: { ...state, paused: pause }, change };
}

/** A person says that the target is well: whatever was known against it is forgotten. */
export function resumeFlow(state: FlowState, resume: Pause, drain: FlowRate | null): Recorded {
  const change = byPerson(state, resume.at, "closed", "resumed", resume);
  return {
    state: { ...state, paused: null, circuit: CLOSED, learned: null, drain, pace: undefined },
    change,
  };
}

function withoutCircuit(state: FlowState, now: number): Recorded {
  if (state.circuit.kind === "closed") return { state, change: null };
  const change: CircuitChange = {
    ...byPerson(state, now, "closed", "not_configured", { reason: null, by: null }),
    from: state.circuit.kind,
  };
  return { state: { ...state, circuit: CLOSED }, change };
}

function byPerson(
  state: FlowState,
  at: number,
  to: CircuitPhase,
  cause: CircuitCause,
  { reason, by }: { readonly reason: string | null; readonly by: string | null },
): CircuitChange {
  const from = phaseOf(state);
  return { at, from, to, cause, reason, by, until: null, trips: 0, switchOff: false, deliveries: [] };
}

function causeOf(
  before: CircuitState,
  after: CircuitState,
  slow: boolean,
  { consecutiveFailures }: DeliveryCircuit,
): CircuitCause {
  if (before.kind !== "closed") return after.kind === "closed" ? "probe_succeeded" : "probe_failed";
  if (slow) return "slow_calls";
  return before.failuresInARow + 1 >= consecutiveFailures ? "consecutive_failures" : "failure_rate";
}

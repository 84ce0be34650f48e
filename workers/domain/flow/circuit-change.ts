import type { ErrorCategory } from "../delivery/error-category.ts";

export const CIRCUIT_PHASES = ["closed", "open", "half_open", "paused"] as const;
export type CircuitPhase = (typeof CIRCUIT_PHASES)[number];

export const CIRCUIT_CAUSES = [
  "consecutive_failures",
  "failure_rate",
  "slow_calls",
  /** The rest is over: the next delivery is the probe. */
  "rest_over",
  "probe_failed",
  "probe_succeeded",
  /** A person. */
  "paused",
  "resumed",
  /** The integration's settings have no circuit any more. */
  "not_configured",
] as const;
export type CircuitCause = (typeof CIRCUIT_CAUSES)[number];

/** A delivery around a change, for whoever asks what happened. */
export interface CircuitWitness {
  readonly id: string;
  readonly at: number;
  readonly category: ErrorCategory | null;
  readonly httpStatus: number | null;
}

/** One change of an integration's circuit. */
export interface CircuitChange {
  readonly at: number;
  readonly from: CircuitPhase;
  readonly to: CircuitPhase;
  readonly cause: CircuitCause;
  /** Of a person who paused or resumed it. */
  readonly reason: string | null;
  readonly by: string | null;
  /** When the first probe goes out, for one that opened by itself. */
  readonly until: number | null;
  /** How often it opened since it was last closed. */
  readonly trips: number;
  /** It tripped as often as its settings allow: the integration is to be switched off. */
  readonly switchOff: boolean;
  /** The last failures before it, newest last. */
  readonly deliveries: readonly CircuitWitness[];
}

import type { CircuitCause, CircuitChange, CircuitPhase } from "./circuit-change.ts";

/** How an integration's circuit was left by its last change. */
export interface CircuitState {
  readonly integrationId: string;
  readonly phase: CircuitPhase;
  readonly since: number;
  readonly cause: CircuitCause;
  /** Of a person who paused it. */
  readonly reason: string | null;
  readonly by: string | null;
  /** When the first probe goes out, for one that opened by itself. */
  readonly restsUntil: number | null;
  readonly trips: number;
}

export function stateAfter(
  integrationId: string,
  { to, at, cause, reason, by, until, trips }: CircuitChange,
): CircuitState {
  return { integrationId, phase: to, since: at, cause, reason, by, restsUntil: until, trips };
}

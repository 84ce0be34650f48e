import type { CircuitCause, CircuitPhase } from "./circuit-change.ts";

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

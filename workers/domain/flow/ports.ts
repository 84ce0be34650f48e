import type { IntegrationIdentity } from "../delivery/settlement.ts";
import type { CircuitChange } from "./circuit-change.ts";
import type { CircuitState } from "./circuit-state.ts";

/** Who wants to know when a circuit opens, closes or is paused. Told once, as far as the run that saw it lives. */
export interface CircuitWatch {
  noteCircuitChange(identity: IntegrationIdentity, change: CircuitChange): Promise<void>;
}

/**
 * The last change of each circuit, beside the configuration: a page of integrations must not wake one object per row. One
 * row written per change of a circuit, none per delivery.
 */
export interface CircuitStates {
  /** An older change never replaces a newer one. */
  keep(orgId: string, state: CircuitState): Promise<void>;
  /** Null for a circuit that never changed. */
  find(orgId: string, integrationId: string): Promise<CircuitState | null>;
  /** Circuits that are not closed, by integration. */
  notClosed(orgId: string): Promise<ReadonlyMap<string, CircuitState>>;
}

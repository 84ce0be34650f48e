import type { IntegrationIdentity } from "../delivery/settlement.ts";
import type { CircuitChange } from "./circuit-change.ts";

/** Who wants to know when a circuit opens, closes or is paused. Told once, as far as the run that saw it lives. */
export interface CircuitWatch {
  noteCircuitChange(identity: IntegrationIdentity, change: CircuitChange): Promise<void>;
}

import type { CircuitPolicy } from "../delivery/circuit-breaker.ts";
import type { DeliveryCircuit, FlowRate, FlowSettings } from "./flow-settings.ts";

/** What an integration's object must know of its settings to admit deliveries. */
export interface FlowRules {
  readonly circuit: DeliveryCircuit | null;
  readonly rate: FlowRate | null;
  readonly concurrency: number | null;
  readonly adaptive: boolean;
  /** Its events go out in batches: a request is a batch, and first deliveries gather. */
  readonly batched: boolean;
  /** Its events keep an order: first deliveries go to their lane, and nothing is admitted when they are offered. */
  readonly ordered: boolean;
  /** So many of a lane go together. */
  readonly laneBatch: number;
}

export function rulesOf({ circuit, rate, concurrency, adaptive, batch, order }: FlowSettings): FlowRules {
  const laneBatch = order === null || batch === null ? 1 : batch.size;
  return {
    ...{ circuit, rate, concurrency, adaptive },
    batched: batch !== null,
    ordered: order !== null,
    laneBatch,
  };
}

/** Before anybody told: nothing is held back. */
export const NO_RULES: FlowRules = {
  circuit: null,
  rate: null,
  concurrency: null,
  adaptive: false,
  batched: false,
  ordered: false,
  laneBatch: 1,
};

export function breakerPolicyOf(circuit: DeliveryCircuit): CircuitPolicy {
  const { slowCallMs, slowCallRatePercent, ...policy } = circuit;
  return slowCallMs === null ? policy : { ...policy, slowCallRatePercent };
}

import type { z } from "@hono/zod-openapi";
import type { CircuitChange } from "#domain/flow/circuit-change";
import type { CircuitView } from "#domain/flow/circuit-view";
import type { NamedCircuit } from "#services/list-circuits";
import { toIso, toIsoOrNull } from "./moment.ts";
import type { Circuit, CircuitSummary } from "./schemas/circuit.ts";

/** Moments as everywhere in the API: RFC 3339 in UTC. */
export function presentCircuit(view: CircuitView): z.infer<typeof Circuit> {
  const { paused, restsUntil, changes } = view;
  return {
    ...view,
    paused: paused === null ? null : { ...paused, at: toIso(paused.at) },
    restsUntil: toIsoOrNull(restsUntil),
    changes: changes.map(presentChange),
  };
}

export function presentCircuitSummary(circuit: NamedCircuit): z.infer<typeof CircuitSummary> {
  return { ...circuit, since: toIso(circuit.since), restsUntil: toIsoOrNull(circuit.restsUntil) };
}

function presentChange(change: CircuitChange) {
  return {
    ...change,
    at: toIso(change.at),
    until: toIsoOrNull(change.until),
    deliveries: change.deliveries.map((delivery) => ({ ...delivery, at: toIso(delivery.at) })),
  };
}

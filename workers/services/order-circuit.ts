import type { IntegrationIdentity } from "#domain/delivery/settlement";
import { rateProblems } from "#domain/flow/check-flow";
import { stateAfter } from "#domain/flow/circuit-state";
import type { CircuitOrder, CircuitView } from "#domain/flow/circuit-view";
import type { CircuitStates, CircuitWatch } from "#domain/flow/ports";
import type { IntegrationQueue } from "#domain/ports";
import { Problem } from "#domain/problem";
import { forEachSafely } from "./for-each-safely.ts";

interface Services {
  readonly integrations: IntegrationQueue;
  readonly circuitWatch: CircuitWatch;
}

/**
 * As its object knows it. When the last change was not kept beside the configuration, because the run that saw it died or the
 * database was away, it is now: otherwise lists would call a closed circuit open until it changes again.
 */
export async function showCircuit(
  { integrations, circuitStates }: Pick<Services, "integrations"> & { readonly circuitStates: CircuitStates },
  identity: IntegrationIdentity,
): Promise<CircuitView> {
  const { orgId, integrationId } = identity;
  const [view, kept] = await Promise.all([
    integrations.circuit(identity),
    circuitStates.find(orgId, integrationId),
  ]);
  const [last] = view.changes;
  if (last !== undefined && last.at > (kept?.since ?? 0)) {
    await circuitStates.keep(orgId, stateAfter(integrationId, last));
  }
  return view;
}

/**
 * A person pauses or resumes an integration. The object keeps it; what is said about it is for those who watch.
 * @throws Problem 422 for a drain that cannot be
 */
export async function orderCircuit(
  services: Services,
  identity: IntegrationIdentity,
  order: CircuitOrder,
): Promise<{ readonly before: CircuitView; readonly after: CircuitView }> {
  if (order.kind === "resume" && order.drain !== null) {
    const problems = rateProblems(order.drain).map(({ pointer, message }) => ({
      pointer: `/drain${pointer}`,
      message,
    }));
    if (problems.length > 0) {
      throw new Problem("invalid_body", "This drain rate is not possible. See errors.", problems);
    }
  }
  const before = await services.integrations.circuit(identity);
  const after = await services.integrations.orderCircuit(identity, order);
  await forEachSafely("circuit.changed", after.changes.slice(0, 1), (change) =>
    services.circuitWatch.noteCircuitChange(identity, change),
  );
  return { before, after };
}

import type { IntegrationIdentity } from "#domain/delivery/settlement";
import { rateProblems } from "#domain/flow/check-flow";
import type { CircuitOrder, CircuitView } from "#domain/flow/circuit-view";
import type { CircuitWatch } from "#domain/flow/ports";
import type { IntegrationQueue } from "#domain/ports";
import { Problem } from "#domain/problem";
import { forEachSafely } from "./for-each-safely.ts";

interface Services {
  readonly integrations: IntegrationQueue;
  readonly circuitWatch: CircuitWatch;
}

export function showCircuit({ integrations }: Services, identity: IntegrationIdentity): Promise<CircuitView> {
  return integrations.circuit(identity);
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

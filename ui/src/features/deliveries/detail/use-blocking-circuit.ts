import { useMay } from "~/api/account.ts";
import type { components } from "~/api/openapi.d.ts";
import { useQuery } from "~/api/query.ts";
import { circuitQuery } from "~/features/integrations/circuit-query.ts";
import type { DeliveryDetail } from "../delivery-types.ts";

export type BlockingCircuit = components["schemas"]["Circuit"] & {
  readonly phase: "open" | "half_open" | "paused";
};

/**
 * The circuit that a delivery waits behind; null where none is in its way. What waits for its next attempt knows only when
 * its retry policy wants that, and an open circuit lets it wait beyond.
 */
export function useBlockingCircuit(delivery: () => DeliveryDetail): () => BlockingCircuit | null {
  const may = useMay();
  const asked = () => {
    const { status, integrationId } = delivery();
    return (status === "held" || status === "retrying") && may("integrations:read") ? integrationId : null;
  };
  const query = useQuery(() => ({ ...circuitQuery(asked() ?? ""), enabled: asked() !== null }));
  return () => {
    const circuit = asked() === null ? undefined : query.data;
    return circuit !== undefined && isBlocking(circuit) ? circuit : null;
  };
}

function isBlocking(circuit: components["schemas"]["Circuit"]): circuit is BlockingCircuit {
  return circuit.phase !== "closed";
}

import type { CircuitState } from "#domain/flow/circuit-state";
import type { CircuitStates } from "#domain/flow/ports";
import type { Configurations } from "#domain/ports";

interface Services {
  readonly circuitStates: CircuitStates;
  readonly configurations: Configurations;
}

export interface NamedCircuit extends CircuitState {
  readonly name: string;
}

/** Circuits that are not closed, those that changed last first. */
export async function listCircuits(
  { circuitStates, configurations }: Services,
  orgId: string,
): Promise<readonly NamedCircuit[]> {
  const states = await circuitStates.notClosed(orgId);
  if (states.size === 0) return [];
  const config = await configurations.load(orgId, 0);
  return [...states.values()]
    .flatMap((state): NamedCircuit[] => {
      const integration = config?.integrationsById.get(state.integrationId);
      // What belongs to an integration that is gone is of no use to anybody.
      return integration === undefined ? [] : [{ ...state, name: integration.name }];
    })
    .sort((a, b) => (circuitKey(a) < circuitKey(b) ? 1 : -1));
}

/** Sorts as text like the list, and no two are the same: where the next page begins. */
export function circuitKey({ since, integrationId }: CircuitState): string {
  return `${String(since).padStart(15, "0")} ${integrationId}`;
}

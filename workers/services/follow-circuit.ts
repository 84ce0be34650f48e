import type { CircuitChange } from "#domain/flow/circuit-change";
import type { OrganizationConfig } from "#domain/tenancy/organization-config";
import type { DeliveryServices } from "./delivery-services.ts";
import { forEachSafely } from "./for-each-safely.ts";
import { switchOff } from "./switch-off.ts";

/**
 * An integration's circuit changed. The deliveries are settled already: a watcher that cannot be reached is logged, and
 * keeps nothing from going on.
 */
export async function followCircuit(
  services: DeliveryServices,
  config: OrganizationConfig,
  integrationId: string,
  changes: readonly CircuitChange[],
): Promise<void> {
  const identity = { orgId: config.orgId, integrationId };
  await forEachSafely("circuit.changed", changes, async (change) => {
    await services.circuitWatch.noteCircuitChange(identity, change);
    const last = change.deliveries.at(-1)?.id;
    if (change.switchOff && last !== undefined) {
      await switchOff(services, config, integrationId, "circuit_trips", last);
    }
  });
}

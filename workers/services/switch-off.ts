import type { OrganizationConfig } from "#domain/tenancy/organization-config";
import { announceChange } from "./announce-config.ts";
import type { DeliveryServices } from "./delivery-services.ts";
import { recordSystemChange } from "./record-system-change.ts";

/** The gateway switches an integration off by itself. Recorded in the name of the gateway, and known to every cache. */
export async function switchOff(
  services: DeliveryServices,
  { orgId, intakeShards }: Pick<OrganizationConfig, "orgId" | "intakeShards">,
  integrationId: string,
  reason: string,
  deliveryId: string,
): Promise<void> {
  const now = services.now();
  const change = {
    id: `disable_${deliveryId}`,
    at: now,
    action: "integration.switched_off",
    target: { kind: "integration", id: integrationId },
    before: { enabled: true },
    after: { enabled: false, disabledReason: reason, deliveryId },
  };
  const version = await recordSystemChange(services.changeJournal, orgId, change, () =>
    services.integrationSwitch.disable(orgId, integrationId, reason, now),
  );
  await announceChange(services, { orgId, version, intakeShards });
  await services.alertNotes.noteDisabled(orgId, integrationId, reason);
}

import type { Settlement } from "#domain/delivery/settlement";
import type { OrganizationConfig } from "#domain/tenancy/organization-config";
import { announceChange } from "./announce-config.ts";
import type { DeliveryOutcome } from "./delivery-outcome.ts";
import type { DeliveryServices } from "./delivery-services.ts";

/**
 * Tell every IntegrationObject what became of its deliveries: one call each. One that cannot be reached never keeps the
 * others from being told: what they do not hear of they hand out again.
 */
export async function settleAll(
  services: DeliveryServices,
  orgId: string,
  settled: readonly { readonly integrationId: string; readonly settlement: Settlement }[],
): Promise<void> {
  const byIntegration = Map.groupBy(settled, ({ integrationId }) => integrationId);
  const calls = [...byIntegration].map(([integrationId, own]) => {
    const settlements = own.map(({ settlement }) => settlement);
    return services.integrations.settle({ orgId, integrationId }, settlements);
  });
  const failed = (await Promise.allSettled(calls)).find((call) => call.status === "rejected");
  if (failed !== undefined) throw failed.reason;
}

/** A receiver said 410 or asked to be left alone: switch its integration off and let every cache know. */
export async function disableIntegrations(
  services: DeliveryServices,
  config: OrganizationConfig,
  outcomes: readonly DeliveryOutcome[],
): Promise<void> {
  const reasons = new Map<string, string>();
  for (const { record, disable } of outcomes)
    if (disable !== null) reasons.set(record.integrationId, disable);
  for (const [integrationId, reason] of reasons) {
    const version = await services.integrationSwitch.disable(
      config.orgId,
      integrationId,
      reason,
      services.now(),
    );
    const { orgId, intakeShards } = config;
    await announceChange(services, { orgId, version, intakeShards });
  }
}

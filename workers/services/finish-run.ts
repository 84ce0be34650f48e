import type { OrganizationConfig } from "#domain/tenancy/organization-config";
import type { DeliveryOutcome } from "./delivery-outcome.ts";
import type { DeliveryServices } from "./delivery-services.ts";

/** Tell every IntegrationObject what became of its deliveries: one call each. */
export async function settleAll(
  services: DeliveryServices,
  orgId: string,
  outcomes: readonly DeliveryOutcome[],
): Promise<void> {
  const byIntegration = Map.groupBy(outcomes, (outcome) => outcome.record.integrationId);
  await Promise.all(
    [...byIntegration].map(([integrationId, own]) =>
      services.integrations.settle(
        { orgId, integrationId },
        own.map(({ settlement }) => settlement),
      ),
    ),
  );
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
    services.configurations.forget(config.orgId);
    await announceConfig(services.intake, config.orgId, config.intakeShards, version);
  }
}

/** Messages that the intake sends from now on carry the new version, and consumers load it. */
export async function announceConfig(
  intake: DeliveryServices["intake"],
  orgId: string,
  shards: number,
  version: number,
): Promise<void> {
  const all = Array.from({ length: shards }, (_, shard) => intake.configChanged({ orgId, shard }, version));
  await Promise.all(all);
}

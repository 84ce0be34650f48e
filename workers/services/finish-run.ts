import type { Settlement } from "#domain/delivery/settlement";
import type { OrganizationConfig } from "#domain/tenancy/organization-config";
import type { DeliveryOutcome } from "./delivery-outcome.ts";
import type { DeliveryServices } from "./delivery-services.ts";
import { rulesText } from "./flow-rules-text.ts";
import { followCircuit } from "./follow-circuit.ts";
import { switchOff } from "./switch-off.ts";

/**
 * Tell every IntegrationObject what became of its deliveries: one call each. One that cannot be reached never keeps the
 * others from being told: what they do not hear of they hand out again.
 */
export async function settleAll(
  services: DeliveryServices,
  config: OrganizationConfig | null,
  orgId: string,
  settled: readonly { readonly integrationId: string; readonly settlement: Settlement }[],
): Promise<void> {
  const byIntegration = Map.groupBy(settled, ({ integrationId }) => integrationId);
  const calls = [...byIntegration].map(async ([integrationId, own]) => {
    const settlements = own.map(({ settlement }) => settlement);
    const rules = rulesText(config?.integrationsById.get(integrationId));
    const changes = await services.integrations.settle({ orgId, integrationId }, settlements, rules);
    if (changes.length > 0 && config !== null) await followCircuit(services, config, integrationId, changes);
  });
  const failed = (await Promise.allSettled(calls)).find((call) => call.status === "rejected");
  if (failed !== undefined) throw failed.reason;
}

/** After everything else: a run without a dead letter does nothing here. */
export async function noteGivenUp(
  services: DeliveryServices,
  orgId: string,
  outcomes: readonly DeliveryOutcome[],
): Promise<void> {
  const ended = outcomes.filter(
    ({ record, settlement }) => record.status === "dead_lettered" && settlement.kind === "done",
  );
  if (ended.length === 0) return;
  await services.alertNotes.noteExhausted(
    orgId,
    ended.map(({ record }) => record),
  );
}

/** A receiver said 410 or asked to be left alone: switch its integration off and let every cache know. */
export async function disableIntegrations(
  services: DeliveryServices,
  config: OrganizationConfig,
  outcomes: readonly DeliveryOutcome[],
): Promise<void> {
  const { orgId, intakeShards } = config;
  const reasons = new Map<string, { readonly reason: string; readonly deliveryId: string }>();
  for (const { record, disable } of outcomes) {
    if (disable !== null) reasons.set(record.integrationId, { reason: disable, deliveryId: record.id });
  }
  for (const [integrationId, { reason, deliveryId }] of reasons) {
    await switchOff(services, { orgId, intakeShards }, integrationId, reason, deliveryId);
  }
}

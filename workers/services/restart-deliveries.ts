import type { GatewayEvent } from "#domain/event";
import type { DueDelivery } from "#domain/messages";
import { PLAIN_OPTIONS, spreadMs } from "#domain/operations/job";
import type { DeliveryRecord } from "#domain/ports";
import { isDelivering, type OrganizationConfig } from "#domain/tenancy/organization-config";
import type { OperationServices } from "./operation-services.ts";

export type RestartServices = Pick<OperationServices, "configurations" | "integrations" | "now">;

export interface Sorted {
  readonly restartable: readonly DeliveryRecord[];
  readonly refused: readonly { readonly record: DeliveryRecord; readonly reason: string }[];
}

/**
 * Which of these can be sent now? An integration that looks gone or switched off is looked up afresh first: switching
 * it on and pressing retry is one motion of the hand.
 */
export async function sortRestartable(
  services: RestartServices,
  orgId: string,
  records: readonly DeliveryRecord[],
): Promise<Sorted> {
  const known = await services.configurations.load(orgId, 0);
  if (known !== null && records.every((record) => refusalOf(known, record) === null)) {
    return { restartable: records, refused: [] };
  }
  const config = await services.configurations.load(orgId, (known?.version ?? 0) + 1);
  const refused = records.flatMap((record) => {
    const reason = refusalOf(config, record);
    return reason === null ? [] : [{ record, reason }];
  });
  return { restartable: records.filter((record) => refusalOf(config, record) === null), refused };
}

function refusalOf(config: OrganizationConfig | null, { integrationId }: DeliveryRecord): string | null {
  const integration = config?.integrationsById.get(integrationId);
  if (integration === undefined) return "Its integration was deleted, so there is nowhere to send it.";
  return isDelivering(integration) ? null : "Its integration is switched off. Switch it on first.";
}

/**
 * Give them to their IntegrationObjects, due now or, at a job's pace, one after the other from now on. Doing it twice is
 * the same as doing it once.
 */
export async function enqueueNow(
  services: RestartServices,
  orgId: string,
  records: readonly DeliveryRecord[],
  options = PLAIN_OPTIONS,
): Promise<void> {
  const now = services.now();
  const waiting = records.map((record, index) => ({
    delivery: restarted(record),
    dueAt: now + spreadMs(options, index),
    integrationId: record.integrationId,
  }));
  await Promise.all(
    [...Map.groupBy(waiting, ({ integrationId }) => integrationId)].map(([integrationId, own]) =>
      services.integrations.enqueue(
        { orgId, integrationId },
        own.map(({ delivery, dueAt }) => ({ delivery, dueAt })),
      ),
    ),
  );
}

/** Attempts go on counting over the delivery's life; the retry policy and the automatic rounds begin anew. */
function restarted(record: DeliveryRecord): DueDelivery {
  const event = JSON.parse(record.event) as Omit<GatewayEvent, "payload">;
  return {
    id: record.id,
    event: { ...event, payload: { kind: "stored", at: record.payloadAt } },
    payloadAt: record.payloadAt,
    attempts: record.attempts,
    cycleAttempts: 0,
    cycleStartedAt: null,
    round: 0,
    firstAttemptAt: record.firstAttemptAt,
    ...(arrivedInPart(record) ? { partsDone: record.partsDone } : {}),
  };
}

/** What arrived as a whole is sent anew as a whole. */
function arrivedInPart(record: DeliveryRecord): record is DeliveryRecord & { readonly partsDone: number } {
  return record.partsDone !== undefined && record.status !== "delivered" && record.status !== "cancelled";
}

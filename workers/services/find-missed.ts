import type { GatewayEvent } from "#domain/event";
import type { DueDelivery } from "#domain/messages";
import { ANY_DELIVERY } from "#domain/operations/delivery-filter";
import { type Job, spreadMs } from "#domain/operations/job";
import { planReads } from "#domain/operations/plan-reads";
import type { DeliveryRecord } from "#domain/ports";
import { matchIntegrations, needsPayload } from "#domain/routing/match-integration";
import { type Integration, isDelivering } from "#domain/tenancy/organization-config";
import { newDelivery, recordOf } from "./delivery-record.ts";
import type { OperationServices } from "./operation-services.ts";
import { readSpan } from "./read-span.ts";
import { runLimited } from "./run-limited.ts";

type Services = Pick<
  OperationServices,
  "bodies" | "configurations" | "deliveryId" | "deliverySearch" | "now"
>;

/** A delivery that should be, as its object and as the log keep it. */
export interface MissedDelivery {
  readonly delivery: DueDelivery;
  readonly record: DeliveryRecord;
  /** The row of the log that told of its event. */
  readonly rowId: string;
}

const READS_AT_ONCE = 4;

/**
 * Which events of these rows does the integration want and has never been meant to get? The id of a delivery follows from
 * its event and integration, so whoever asks twice finds the same ones.
 */
export async function findMissed(
  services: Services,
  { orgId, id: jobId, options }: Pick<Job, "orgId" | "id" | "options">,
  rows: readonly DeliveryRecord[],
): Promise<readonly MissedDelivery[]> {
  const integration = await findDelivering(services, orgId, options.integrationId ?? "");
  if (integration === null) return [];
  const events = new Map<string, DeliveryRecord>();
  for (const row of rows) {
    const id = services.deliveryId(orgId, row.eventId, integration.id, row.acceptedAt);
    // The first of an event's rows: a page that stops at it has looked at no event behind it.
    if (!events.has(id)) events.set(id, row);
  }
  const known = await knownIds(services, orgId, [...events.keys()]);
  const unknown = [...events].flatMap(([id, row]) => (known.has(id) ? [] : { id, row }));
  const wanted = await keepMatching(services, integration, unknown);
  const now = services.now();
  return wanted.map(({ id, row }, index) => {
    const event = { ...eventOf(row), payload: { kind: "stored", at: row.payloadAt } } as const;
    const delivery = newDelivery(id, event, row.payloadAt);
    const record: DeliveryRecord = {
      ...recordOf(delivery, integration.id),
      nextRetryAt: now + spreadMs(options, index),
      detail: `Found by ${jobId}: it was never meant for this integration before.`,
    };
    return { delivery, record, rowId: row.id };
  });
}

/** Looked up afresh: creating it and asking for what it missed is one motion of the hand. */
async function findDelivering(
  { configurations }: Services,
  orgId: string,
  id: string,
): Promise<Integration | null> {
  const known = await configurations.load(orgId, 0);
  const cached = known?.integrationsById.get(id);
  if (cached !== undefined && isDelivering(cached)) return cached;
  const fresh = await configurations.load(orgId, (known?.version ?? 0) + 1);
  const integration = fresh?.integrationsById.get(id);
  return integration !== undefined && isDelivering(integration) ? integration : null;
}

async function knownIds(
  { deliverySearch }: Services,
  orgId: string,
  ids: readonly string[],
): Promise<ReadonlySet<string>> {
  if (ids.length === 0) return new Set();
  const request = { after: null, limit: ids.length, order: "oldest" } as const;
  const { rows } = await deliverySearch.page(orgId, { ...ANY_DELIVERY, ids }, request);
  return new Set(rows.map(({ id }) => id));
}

interface Candidate {
  readonly id: string;
  readonly row: DeliveryRecord;
}

/** Payloads are read only where the integration's filter looks into them. One that is no longer kept matches nothing. */
async function keepMatching(
  { bodies }: Services,
  integration: Integration,
  candidates: readonly Candidate[],
): Promise<readonly Candidate[]> {
  const matches = (row: DeliveryRecord, payloadJson: string | null) => {
    const { type, labels } = eventOf(row);
    const event = { type, labels, parsePayload: () => JSON.parse(payloadJson ?? "null") as unknown };
    return matchIntegrations(event, [integration]).matched.length > 0;
  };
  const blind = candidates.filter(({ row }) => !needsPayload(row.eventType, [integration]));
  const looking = candidates.filter(({ row }) => needsPayload(row.eventType, [integration]));
  const kept = new Set(blind.filter(({ row }) => matches(row, null)));
  const spans = planReads(looking, ({ row }) => row.payloadAt);
  await runLimited(
    spans,
    READS_AT_ONCE,
    () => true,
    async (span) => {
      for (const { item, text } of await readSpan(bodies, span)) {
        if (text !== null && matches(item.row, text)) kept.add(item);
      }
    },
  );
  return candidates.filter((candidate) => kept.has(candidate));
}

function eventOf({ event }: DeliveryRecord): Omit<GatewayEvent, "payload"> {
  return JSON.parse(event) as Omit<GatewayEvent, "payload">;
}

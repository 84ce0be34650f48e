import type { BodyPointer, GatewayEvent } from "#domain/event";
import type { EventsMessage } from "#domain/messages";
import type { DeliveryRecord, Segment } from "#domain/ports";
import { matchIntegrations, needsPayload } from "#domain/routing/match-integration";
import type { Integration, OrganizationConfig } from "#domain/tenancy/organization-config";
import { eventWithoutPayload } from "./delivery-outcome.ts";
import type { DeliveryServices } from "./delivery-services.ts";

/** One event for one integration, on its way. */
export interface PlannedDelivery {
  readonly id: string;
  readonly chunk: ChunkProgress;
  readonly event: GatewayEvent;
  readonly integration: Integration;
  readonly payloadAt: BodyPointer;
  readonly matchMs: number;
}

export interface ChunkProgress {
  readonly seq: number;
  readonly shard: number;
  readonly maybeSeen: boolean;
  /** Somebody else answers for a part of it: only that run may confirm it. */
  elsewhere: boolean;
}

export interface DeliveryPlan {
  readonly chunks: readonly ChunkProgress[];
  readonly deliveries: readonly PlannedDelivery[];
  /** Events that no integration wanted: they get a record, so that every accepted event has one. */
  readonly unmatched: readonly DeliveryRecord[];
}

/** In place of an integration's id in the record of an event that no integration wanted. */
const UNMATCHED = "";

/** Which deliveries these messages ask for. Payloads are laid into the segment, so that retries can find them there. */
export async function planDeliveries(
  services: DeliveryServices,
  config: OrganizationConfig,
  messages: readonly EventsMessage[],
  segment: Segment,
): Promise<DeliveryPlan> {
  const chunks: ChunkProgress[] = [];
  const deliveries: PlannedDelivery[] = [];
  const unmatched: { record: DeliveryRecord; chunk: ChunkProgress }[] = [];
  for (const { shard, chunks: own } of messages) {
    for (const { seq, maybeSeen, events } of own) {
      const chunk: ChunkProgress = { seq, shard, maybeSeen, elsewhere: false };
      chunks.push(chunk);
      for (const event of events) {
        const match = await matchEvent(services, config, event);
        const payloadAt =
          event.payload.kind === "inline" ? segment.add(event.payload.json) : event.payload.at;
        const idFor = (integrationId: string) =>
          services.deliveryId(config.orgId, event.id, integrationId, event.acceptedAt);
        for (const integration of match.integrations) {
          const id = idFor(integration.id);
          deliveries.push({ id, chunk, event, integration, payloadAt, matchMs: match.durationMs });
        }
        if (match.integrations.length === 0) {
          const record = unmatchedRecord(idFor(UNMATCHED), event, payloadAt, match.detail);
          unmatched.push({ record, chunk });
        }
      }
    }
  }
  const finished = await findFinished(services, config.orgId, [
    ...deliveries.flatMap(({ id, chunk }) => (chunk.maybeSeen ? id : [])),
    ...unmatched.flatMap(({ record, chunk }) => (chunk.maybeSeen ? record.id : [])),
  ]);
  return {
    chunks,
    deliveries: deliveries.filter(({ id }) => !finished.has(id)),
    unmatched: unmatched.flatMap(({ record }) => (finished.has(record.id) ? [] : record)),
  };
}

interface Match {
  readonly integrations: readonly Integration[];
  readonly durationMs: number;
  readonly detail: string;
}

async function matchEvent(
  services: DeliveryServices,
  config: OrganizationConfig,
  event: GatewayEvent,
): Promise<Match> {
  const from = services.now();
  const payloadJson = await payloadForFilters(services, config, event);
  if (payloadJson === null) {
    const detail = "Its payload is no longer kept, so no content filter can be asked.";
    return { integrations: [], durationMs: services.now() - from, detail };
  }
  const { matched } = matchIntegrations(
    { type: event.type, labels: event.labels, parsePayload: () => JSON.parse(payloadJson) as unknown },
    config.integrations,
  );
  const detail = "No enabled integration matches this event.";
  return { integrations: matched, durationMs: services.now() - from, detail };
}

/** A large payload is fetched only when a filter will look into it; null when it should be there and is not. */
async function payloadForFilters(
  services: DeliveryServices,
  config: OrganizationConfig,
  event: GatewayEvent,
): Promise<string | null> {
  if (event.payload.kind === "inline") return event.payload.json;
  return needsPayload(event.type, config.integrations) ? services.bodies.read(event.payload.at) : "null";
}

/**
 * Deliveries of chunks that were handed out before and that need nothing more. Those that wait are left to the offer:
 * their record may be older than the crash that lost their row.
 */
async function findFinished(
  services: DeliveryServices,
  orgId: string,
  ids: readonly string[],
): Promise<ReadonlySet<string>> {
  if (ids.length === 0) return new Set();
  const statuses = await services.log.statuses(orgId, ids);
  const finished = [...statuses].filter(([, status]) => status !== "retrying" && status !== "held");
  return new Set(finished.map(([id]) => id));
}

function unmatchedRecord(
  id: string,
  event: GatewayEvent,
  payloadAt: BodyPointer,
  detail: string,
): DeliveryRecord {
  return { ...emptyRecord(id, event, UNMATCHED, payloadAt), status: "unmatched", detail };
}

/** The record of a delivery about which nothing is known but its event. */
export function emptyRecord(
  id: string,
  event: GatewayEvent,
  integrationId: string,
  payloadAt: BodyPointer,
): DeliveryRecord {
  return {
    id,
    eventId: event.id,
    eventType: event.type,
    integrationId,
    status: "pending",
    category: null,
    httpStatus: null,
    attempts: 0,
    acceptedAt: event.acceptedAt,
    attemptedAt: null,
    firstAttemptAt: null,
    nextRetryAt: null,
    durationMs: null,
    correlationId: event.correlationId,
    detail: null,
    event: eventWithoutPayload(event),
    payloadAt,
    attemptAt: null,
  };
}

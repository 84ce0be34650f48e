import type { GatewayEvent } from "#domain/event";
import type { EventsMessage } from "#domain/messages";
import { matchIntegrations, needsPayload, takersOf } from "#domain/routing/match-integration";
import type { Integration, OrganizationConfig } from "#domain/tenancy/organization-config";
import type { DeliveryServices } from "./delivery-services.ts";

/** One event for one integration, on its way. */
export interface PlannedDelivery {
  readonly id: string;
  readonly chunk: ChunkProgress;
  readonly event: GatewayEvent;
  readonly integration: Integration;
  readonly matchMs: number;
  /** In its chunk. */
  readonly index: number;
}

/** An event that no integration wanted: it gets a record, so that every accepted event has one. */
export interface UnmatchedEvent {
  readonly id: string;
  readonly chunk: ChunkProgress;
  readonly event: GatewayEvent;
  readonly detail: string;
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
  readonly unmatched: readonly UnmatchedEvent[];
}

/** In place of an integration's id in the record of an event that no integration wanted. */
export const UNMATCHED = "";

/** Which deliveries these messages ask for. */
export async function planDeliveries(
  services: DeliveryServices,
  config: OrganizationConfig,
  messages: readonly EventsMessage[],
): Promise<DeliveryPlan> {
  const chunks: ChunkProgress[] = [];
  const deliveries: PlannedDelivery[] = [];
  const unmatched: UnmatchedEvent[] = [];
  for (const { shard, chunks: own } of messages) {
    for (const { seq, maybeSeen, events } of own) {
      const chunk: ChunkProgress = { seq, shard, maybeSeen, elsewhere: false };
      chunks.push(chunk);
      for (const [index, event] of events.entries()) {
        const match = await matchEvent(services, config, event);
        const idFor = (integrationId: string) =>
          services.deliveryId(config.orgId, event.id, integrationId, event.acceptedAt);
        for (const integration of match.integrations) {
          deliveries.push({
            id: idFor(integration.id),
            chunk,
            event,
            integration,
            matchMs: match.durationMs,
            index,
          });
        }
        if (match.integrations.length === 0) {
          unmatched.push({ id: idFor(UNMATCHED), chunk, event, detail: match.detail });
        }
      }
    }
  }
  const finished = await findFinished(services, config.orgId, [...deliveries, ...unmatched]);
  return {
    chunks,
    deliveries: deliveries.filter(({ id }) => !finished.has(id)),
    unmatched: unmatched.filter(({ id }) => !finished.has(id)),
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
  const takers = takersOf(event.type, config.integrations);
  const payloadJson = await payloadForFilters(services, takers, event);
  if (payloadJson === null) {
    const detail = "Its payload is no longer kept, so no content filter can be asked.";
    return { integrations: [], durationMs: services.now() - from, detail };
  }
  const { matched } = matchIntegrations(
    { type: event.type, labels: event.labels, parsePayload: () => JSON.parse(payloadJson) as unknown },
    takers,
  );
  const detail = "No enabled integration matches this event.";
  return { integrations: matched, durationMs: services.now() - from, detail };
}

/** A large payload is fetched only when a filter will look into it; null when it should be there and is not. */
async function payloadForFilters(
  services: DeliveryServices,
  takers: readonly Integration[],
  event: GatewayEvent,
): Promise<string | null> {
  if (event.payload.kind === "inline") return event.payload.json;
  // R2 that does not answer fails the run, which is handed out again: matching without the payload would skip integrations.
  return needsPayload(event.type, takers) ? services.bodies.read(event.payload.at) : "null";
}

/**
 * Deliveries of chunks that were handed out before and that need nothing more. Those that wait are left to the offer:
 * their record may be older than the crash that lost their row.
 */
async function findFinished(
  services: DeliveryServices,
  orgId: string,
  planned: readonly (PlannedDelivery | UnmatchedEvent)[],
): Promise<ReadonlySet<string>> {
  const ids = planned.flatMap(({ id, chunk }) => (chunk.maybeSeen ? id : []));
  if (ids.length === 0) return new Set();
  return services.log.finished(orgId, ids);
}

import { computeDeliveryId } from "#adapters/crypto/digests";
import type { DeliveryRecord } from "#domain/ports";
import type { Services } from "#services/composition";

let counter = 0;

/** A record of the log: a clean delivery, unless told otherwise. Its id follows from its event and moment. */
export function deliveryRecord(orgId: string, given: Partial<DeliveryRecord> = {}): DeliveryRecord {
  const eventId = given.eventId ?? `order-${counter++}`;
  const acceptedAt = given.acceptedAt ?? Date.now() - 60_000;
  const integrationId = given.integrationId ?? "int_test";
  const eventType = given.eventType ?? "order.created";
  const event = {
    id: eventId,
    type: eventType,
    occurredAt: null,
    labels: {},
    acceptedAt,
    correlationId: "corr-1",
  };
  return {
    id: computeDeliveryId(orgId, eventId, integrationId, acceptedAt),
    eventId,
    eventType,
    integrationId,
    status: "delivered",
    category: null,
    httpStatus: 200,
    attempts: 1,
    acceptedAt,
    attemptedAt: acceptedAt + 10,
    firstAttemptAt: acceptedAt + 10,
    nextRetryAt: null,
    durationMs: 12,
    correlationId: "corr-1",
    detail: null,
    event: JSON.stringify(event),
    payloadAt: { key: `${orgId}/segments/2026-01-01/none`, offset: 0, length: 2 },
    attemptAt: null,
    ...given,
  };
}

export const DEAD = {
  status: "dead_lettered",
  category: "SERVER_ERROR",
  httpStatus: 500,
  detail: "answered 500; gave up after attempt 3: no attempts left",
  attempts: 3,
} as const;

export async function record(
  services: Pick<Services, "log">,
  orgId: string,
  given: readonly Partial<DeliveryRecord>[],
): Promise<DeliveryRecord[]> {
  const records = given.map((one) => deliveryRecord(orgId, one));
  await services.log.record(orgId, records, []);
  return records;
}

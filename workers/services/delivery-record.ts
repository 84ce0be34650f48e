import type { BodyPointer, GatewayEvent } from "#domain/event";
import type { DueDelivery } from "#domain/messages";
import type { DeliveryRecord } from "#domain/ports";

/** A delivery that nobody has tried yet. Its event's payload lies in R2 from now on. */
export function newDelivery(id: string, event: GatewayEvent, payloadAt: BodyPointer): DueDelivery {
  return {
    id,
    event: { ...event, payload: { kind: "stored", at: payloadAt } },
    payloadAt,
    attempts: 0,
    cycleAttempts: 0,
    cycleStartedAt: null,
    round: 0,
    firstAttemptAt: null,
  };
}

/** What the log knows of a delivery before anything is said about an attempt. */
export function recordOf(delivery: DueDelivery, integrationId: string): DeliveryRecord {
  const { event } = delivery;
  return {
    id: delivery.id,
    eventId: event.id,
    eventType: event.type,
    integrationId,
    status: "pending",
    category: null,
    httpStatus: null,
    attempts: delivery.attempts,
    acceptedAt: event.acceptedAt,
    attemptedAt: null,
    firstAttemptAt: delivery.firstAttemptAt,
    nextRetryAt: null,
    durationMs: null,
    correlationId: event.correlationId,
    detail: null,
    event: eventWithoutPayload(event),
    payloadAt: delivery.payloadAt,
    attemptAt: null,
    ...(delivery.partsDone === undefined ? {} : { partsDone: delivery.partsDone }),
  };
}

function eventWithoutPayload({ payload: _payload, ...rest }: GatewayEvent): string {
  return JSON.stringify(rest);
}

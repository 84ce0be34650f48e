import type { DueDelivery } from "#domain/messages";
import { type DeliveryOutcome, giveUp, postpone } from "./delivery-outcome.ts";

/** A payload may be missing for a moment after a crash, until the intake hands its event out again. */
const PAYLOAD_GRACE_MS = 15 * 60_000;
const PAYLOAD_RETRY_MS = 10_000;

export function withoutPayload(delivery: DueDelivery, integrationId: string, now: number): DeliveryOutcome {
  return now - delivery.event.acceptedAt < PAYLOAD_GRACE_MS
    ? postpone(delivery, integrationId, now + PAYLOAD_RETRY_MS, "Its payload is not readable yet.")
    : giveUp(delivery, integrationId, "Its payload is no longer kept, so it cannot be sent again.", now);
}

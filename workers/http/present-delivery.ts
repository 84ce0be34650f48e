import type { z } from "@hono/zod-openapi";
import { deliveryHint } from "#domain/delivery/troubleshooting";
import type { GatewayEvent } from "#domain/event";
import type { DeliverySummary as Summary } from "#domain/operations/ports";
import type { DeliveryRecord } from "#domain/ports";
import type { AttemptTrace, TracedBatch, TracedExchange } from "#services/attempt-trace";
import type { ShownAttempt, ShownDelivery } from "#services/show-delivery";
import type { ShownEvent } from "#services/show-event";
import { toIso, toIsoOrNull } from "./moment.ts";
import type { Attempt, Delivery, DeliverySummary, EventDetail, EventSummary } from "./schemas/delivery.ts";

export function presentSummary(record: Summary): z.infer<typeof DeliverySummary> {
  return {
    id: record.id,
    eventId: record.eventId,
    eventType: record.eventType,
    integrationId: record.integrationId === "" ? null : record.integrationId,
    status: record.status,
    category: record.category,
    httpStatus: record.httpStatus,
    attempts: record.attempts,
    acceptedAt: toIso(record.acceptedAt),
    firstAttemptAt: toIsoOrNull(record.firstAttemptAt),
    lastAttemptAt: toIsoOrNull(record.attemptedAt),
    nextRetryAt: toIsoOrNull(record.nextRetryAt),
    durationMs: record.durationMs,
    correlationId: record.correlationId,
    detail: record.detail,
    hint: deliveryHint(record),
  };
}

export function presentDelivery(shown: ShownDelivery): z.infer<typeof Delivery> {
  const { record, attempts, payloadText, nextRetry } = shown;
  return {
    ...presentSummary(record),
    event: presentEvent(record),
    payloadText,
    nextRetry: nextRetry === null ? null : { ...nextRetry, at: toIso(nextRetry.at) },
    ...presentTrace(attempts.at(-1)?.trace ?? null),
    attemptHistory: attempts.map(presentAttempt),
  };
}

export function presentEventDetail({
  any,
  deliveries,
  payloadText,
}: ShownEvent): z.infer<typeof EventDetail> {
  return { ...presentEvent(any), payloadText, deliveries: deliveries.map(presentSummary) };
}

function presentEvent(record: DeliveryRecord): z.infer<typeof EventSummary> {
  const event = JSON.parse(record.event) as Omit<GatewayEvent, "payload">;
  return {
    id: event.id,
    type: event.type,
    occurredAt: event.occurredAt,
    labels: { ...event.labels },
    acceptedAt: toIso(event.acceptedAt),
    correlationId: event.correlationId,
  };
}

function presentAttempt({ record, trace }: ShownAttempt): z.infer<typeof Attempt> {
  return {
    attempt: record.attempt,
    at: toIso(record.at),
    category: record.category,
    httpStatus: record.httpStatus,
    durationMs: record.durationMs,
    detail: record.detail,
    nextRetryAt: toIsoOrNull(record.nextRetryAt),
    retryReason: record.retryReason,
    ...presentTrace(trace),
  };
}

function presentTrace(trace: AttemptTrace | null) {
  if (trace === null) return { steps: [], request: null, response: null, error: null };
  const { steps, messages, batch } = trace;
  return {
    steps: [...steps],
    ...presentExchange(trace),
    ...(messages === undefined
      ? {}
      : { messages: messages.map((message) => ({ id: message.id, ...presentExchange(message) })) }),
    ...(batch === undefined ? {} : { batch: presentBatch(batch) }),
  };
}

function presentBatch({ id, eventIds, failed = [] }: TracedBatch) {
  return { id, eventIds: [...eventIds], failed: failed.map((one) => ({ ...one })) };
}

function presentExchange({ request, response, error }: TracedExchange) {
  return {
    request: { ...request, headers: { ...request.headers } },
    response: response === null ? null : { ...response, headers: { ...response.headers } },
    error,
  };
}

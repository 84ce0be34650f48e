import type { DeliveryStatus } from "#domain/delivery/delivery-state";
import type { ErrorCategory } from "#domain/delivery/error-category";
import type { DeliverySummary } from "#domain/operations/ports";
import type { AttemptRecord, DeliveryRecord } from "#domain/ports";
import { parsePointer } from "./body-pointer.ts";

/** A row of `deliveries` as D1 answers it; the list leaves the event out. */
export interface SummaryRow {
  readonly id: string;
  readonly event_id: string;
  readonly event_type: string;
  readonly integration_id: string;
  readonly status: DeliveryStatus;
  readonly category: ErrorCategory | null;
  readonly http_status: number | null;
  readonly attempts: number;
  readonly accepted_at: number;
  readonly attempted_at: number | null;
  readonly first_attempt_at: number | null;
  readonly next_retry_at: number | null;
  readonly duration_ms: number | null;
  readonly correlation_id: string;
  readonly detail: string | null;
  readonly payload_at: string;
  readonly attempt_at: string | null;
}

export interface DeliveryRow extends SummaryRow {
  readonly event: string;
  readonly parts_done: number | null;
}

export const SUMMARY_COLUMNS =
  "id, event_id, event_type, integration_id, status, category, http_status, attempts, accepted_at, attempted_at, first_attempt_at, next_retry_at, duration_ms, correlation_id, detail, payload_at, attempt_at";
export const DELIVERY_COLUMNS = `${SUMMARY_COLUMNS}, event, parts_done`;

export function readSummary(row: SummaryRow): DeliverySummary {
  return {
    id: row.id,
    eventId: row.event_id,
    eventType: row.event_type,
    integrationId: row.integration_id,
    status: row.status,
    category: row.category,
    httpStatus: row.http_status,
    attempts: row.attempts,
    acceptedAt: row.accepted_at,
    attemptedAt: row.attempted_at,
    firstAttemptAt: row.first_attempt_at,
    nextRetryAt: row.next_retry_at,
    durationMs: row.duration_ms,
    correlationId: row.correlation_id,
    detail: row.detail,
    payloadAt: parsePointer(row.payload_at),
    attemptAt: row.attempt_at === null ? null : parsePointer(row.attempt_at),
  };
}

export function readDelivery(row: DeliveryRow): DeliveryRecord {
  const parts = row.parts_done === null ? {} : { partsDone: row.parts_done };
  return { ...readSummary(row), event: row.event, ...parts };
}

export interface AttemptRow {
  readonly delivery_id: string;
  readonly attempt: number;
  readonly at: number;
  readonly category: ErrorCategory | null;
  readonly http_status: number | null;
  readonly duration_ms: number;
  readonly detail: string | null;
  readonly next_retry_at: number | null;
  readonly retry_reason: string | null;
  readonly record_at: string;
}

export function readAttempt(row: AttemptRow): AttemptRecord {
  return {
    deliveryId: row.delivery_id,
    attempt: row.attempt,
    at: row.at,
    category: row.category,
    httpStatus: row.http_status,
    durationMs: row.duration_ms,
    detail: row.detail,
    nextRetryAt: row.next_retry_at,
    retryReason: row.retry_reason,
    recordAt: parsePointer(row.record_at),
  };
}

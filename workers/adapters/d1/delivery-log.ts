import type { AttemptRecord, DeliveryLog, DeliveryRecord } from "#domain/ports";
import { withRetries } from "../with-retries.ts";
import { formatPointer } from "./body-pointer.ts";
import { addCounts } from "./validation-records.ts";

const ROWS_PER_STATEMENT = 500;
/**
 * D1 takes 2 MB per bound value. A row is usually below 1 KB, but twenty labels of 256 characters make it twenty times
 * that, and a run whose rows do not fit would fail and be handed out for ever. In UTF-16 units, of which one can be
 * three bytes.
 */
const STATEMENT_LENGTH = 500_000;

const DELIVERY_COLUMNS = [
  "id",
  "event_id",
  "event_type",
  "integration_id",
  "status",
  "category",
  "http_status",
  "attempts",
  "accepted_at",
  "attempted_at",
  "first_attempt_at",
  "next_retry_at",
  "duration_ms",
  "correlation_id",
  "detail",
  "event",
  "payload_at",
  "attempt_at",
  "parts_done",
];

const ATTEMPT_COLUMNS = [
  "delivery_id",
  "attempt",
  "at",
  "category",
  "http_status",
  "duration_ms",
  "detail",
  "next_retry_at",
  "retry_reason",
  "record_at",
];

/**
 * A message that is seen twice may arrive late: an older state never replaces a newer one, and a delivery that
 * arrived stays delivered.
 */
const NEWER = `excluded.attempts > deliveries.attempts
  OR (excluded.attempts = deliveries.attempts AND deliveries.next_retry_at IS NOT NULL)`;

/**
 * A state without an attempt: kept back, or given up because its integration or payload is gone. What the last attempt
 * met stays, or a bulk retry by category would pass over it.
 */
const NOT_TRIED = "excluded.category IS NULL AND excluded.status IN ('held', 'dead_lettered')";

const RECORD_DELIVERIES = `${insertFromJson("deliveries", DELIVERY_COLUMNS)}
ON CONFLICT (org_id, id) DO UPDATE SET status = excluded.status,
  category = CASE WHEN ${NOT_TRIED} THEN deliveries.category ELSE excluded.category END,
  http_status = CASE WHEN ${NOT_TRIED} THEN deliveries.http_status ELSE excluded.http_status END,
  attempts = excluded.attempts, attempted_at = coalesce(excluded.attempted_at, deliveries.attempted_at),
  first_attempt_at = coalesce(deliveries.first_attempt_at, excluded.first_attempt_at), next_retry_at = excluded.next_retry_at,
  duration_ms = coalesce(excluded.duration_ms, deliveries.duration_ms), detail = excluded.detail, payload_at = excluded.payload_at,
  attempt_at = coalesce(excluded.attempt_at, deliveries.attempt_at), parts_done = excluded.parts_done
WHERE ${NEWER}`;

/** The first word about a delivery. Whoever has sent it meanwhile knows better. */
const INSERT_NEW = `${insertFromJson("deliveries", DELIVERY_COLUMNS)} ON CONFLICT (org_id, id) DO NOTHING`;

const RECORD_ATTEMPTS = `${insertFromJson("attempts", ATTEMPT_COLUMNS)} ON CONFLICT (org_id, delivery_id, attempt) DO NOTHING`;

/** One row per run, or two around midnight: never one per event. */
export const ADD_USAGE = `INSERT INTO usage (org_id, day, stored_bytes)
SELECT ?1, value ->> 'day', sum(value ->> 'bytes') FROM json_each(?2) WHERE true GROUP BY value ->> 'day'
ON CONFLICT (org_id, day) DO UPDATE SET stored_bytes = usage.stored_bytes + excluded.stored_bytes`;

/** What waits for anything has a time; a dead letter has one while its policy is going to start it again. */
const FINISHED =
  "SELECT id FROM deliveries WHERE org_id = ?1 AND next_retry_at IS NULL AND id IN (SELECT value FROM json_each(?2))";

/**
 * All rows of a run travel as one JSON parameter. Bound one by one, D1's hundred parameters per statement would make
 * five rows a statement.
 */
function insertFromJson(table: string, columns: readonly string[]): string {
  const values = columns.map((_, index) => `value ->> ${index}`);
  return `INSERT INTO ${table} (org_id, ${columns.join(", ")}) SELECT ?1, ${values.join(", ")} FROM json_each(?2) WHERE true`;
}

export function createDeliveryLog(db: D1Database): DeliveryLog {
  return {
    async record(orgId, deliveries, attempts, stored = [], checked = []) {
      const statements = [
        ...jsonSlices(deliveries.map(deliveryRow)).map((rows) =>
          db.prepare(RECORD_DELIVERIES).bind(orgId, rows),
        ),
        ...jsonSlices(attempts.map(attemptRow)).map((rows) => db.prepare(RECORD_ATTEMPTS).bind(orgId, rows)),
      ];
      const kept = stored.filter(({ bytes }) => bytes > 0);
      if (kept.length > 0) statements.push(db.prepare(ADD_USAGE).bind(orgId, JSON.stringify(kept)));
      if (checked.length > 0) statements.push(addCounts(db, orgId, checked));
      if (statements.length > 0) await withRetries(() => db.batch(statements));
    },

    async finished(orgId, ids) {
      const found = new Set<string>();
      for (const slice of jsonSlices(ids)) {
        const { results } = await db.prepare(FINISHED).bind(orgId, slice).all<{ id: string }>();
        for (const { id } of results) found.add(id);
      }
      return found;
    },
  };
}

/** Statements that record deliveries which have no record yet. */
export function insertNew(
  db: D1Database,
  orgId: string,
  records: readonly DeliveryRecord[],
): D1PreparedStatement[] {
  return jsonSlices(records.map(deliveryRow)).map((rows) => db.prepare(INSERT_NEW).bind(orgId, rows));
}

/** The rows as JSON arrays, each of which one statement takes. */
function jsonSlices(rows: readonly unknown[]): string[] {
  const slices: string[] = [];
  let open: string[] = [];
  let length = 0;
  for (const row of rows) {
    const text = JSON.stringify(row);
    if (open.length === ROWS_PER_STATEMENT || (open.length > 0 && length + text.length > STATEMENT_LENGTH)) {
      slices.push(`[${open.join(",")}]`);
      open = [];
      length = 0;
    }
    open.push(text);
    length += text.length;
  }
  if (open.length > 0) slices.push(`[${open.join(",")}]`);
  return slices;
}

function deliveryRow(record: DeliveryRecord): unknown[] {
  return [
    record.id,
    record.eventId,
    record.eventType,
    record.integrationId,
    record.status,
    record.category,
    record.httpStatus,
    record.attempts,
    record.acceptedAt,
    record.attemptedAt,
    record.firstAttemptAt,
    record.nextRetryAt,
    record.durationMs,
    record.correlationId,
    record.detail,
    record.event,
    formatPointer(record.payloadAt),
    record.attemptAt === null ? null : formatPointer(record.attemptAt),
    record.partsDone ?? null,
  ];
}

function attemptRow(record: AttemptRecord): unknown[] {
  return [
    record.deliveryId,
    record.attempt,
    record.at,
    record.category,
    record.httpStatus,
    record.durationMs,
    record.detail,
    record.nextRetryAt,
    record.retryReason,
    formatPointer(record.recordAt),
  ];
}

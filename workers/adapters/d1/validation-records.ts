import type { RejectedEvent, ValidationCount, ValidationRecords } from "#domain/validation/ports";
import type { FieldError } from "#domain/validation/validation-settings";
import { withRetries } from "../with-retries.ts";
import { toPage } from "./page.ts";

const ADD_COUNTS = `INSERT INTO validation_counts (org_id, subject, hour, checked, failed)
SELECT ?1, value ->> 'subject', value ->> 'hour', value ->> 'checked', value ->> 'failed' FROM json_each(?2) WHERE true
ON CONFLICT (org_id, subject, hour) DO UPDATE SET checked = validation_counts.checked + excluded.checked,
  failed = validation_counts.failed + excluded.failed`;

const ADD_REJECTED = `INSERT INTO rejected_events (org_id, id, at, event_type, event_id, errors, excerpt, correlation_id)
SELECT ?1, value ->> 'id', value ->> 'at', value ->> 'eventType', value ->> 'eventId', value -> 'errors',
  value ->> 'excerpt', value ->> 'correlationId' FROM json_each(?2) WHERE true ON CONFLICT (org_id, id) DO NOTHING`;

const COLUMNS =
  "id, at, event_type AS eventType, event_id AS eventId, errors, excerpt, correlation_id AS correlationId";

const REJECTED = `SELECT ${COLUMNS} FROM rejected_events WHERE org_id = ?1 AND (?2 IS NULL OR event_type = ?2) AND (?3 IS NULL OR at >= ?3)
  AND (?4 IS NULL OR at < ?4) AND (?5 IS NULL OR id < ?5) ORDER BY id DESC LIMIT ?6`;

/** One row per subject and hour, whatever the number of payloads: goes into the batch that writes a run's records too. */
export function addCounts(
  db: D1Database,
  orgId: string,
  counts: readonly ValidationCount[],
): D1PreparedStatement {
  return db.prepare(ADD_COUNTS).bind(orgId, JSON.stringify(counts));
}

export function createValidationRecords(db: D1Database): ValidationRecords {
  return {
    async add(orgId, counts, rejected) {
      const statements = [
        ...(counts.length === 0 ? [] : [addCounts(db, orgId, counts)]),
        ...(rejected.length === 0 ? [] : [db.prepare(ADD_REJECTED).bind(orgId, JSON.stringify(rejected))]),
      ];
      if (statements.length > 0) await withRetries(() => db.batch(statements));
    },

    async counts(orgId, subject, from, to) {
      const { results } = await db
        .prepare(
          "SELECT hour, checked, failed FROM validation_counts WHERE org_id = ?1 AND subject = ?2 AND hour >= ?3 AND hour < ?4 ORDER BY hour",
        )
        .bind(orgId, subject, from, to)
        .all<{ hour: number; checked: number; failed: number }>();
      return results;
    },

    async sums(orgId, subjects, from, to) {
      const { results } = await db
        .prepare(
          `SELECT subject, sum(checked) AS checked, sum(failed) AS failed FROM json_each(?2) AS wanted
           CROSS JOIN validation_counts ON org_id = ?1 AND subject = wanted.value AND hour >= ?3 AND hour < ?4 GROUP BY subject`,
        )
        .bind(orgId, JSON.stringify(subjects), from, to)
        .all<{ subject: string; checked: number; failed: number }>();
      return results;
    },

    async findRejected(orgId, id) {
      const row = await db
        .prepare(`SELECT ${COLUMNS} FROM rejected_events WHERE org_id = ?1 AND id = ?2`)
        .bind(orgId, id)
        .first<Row>();
      return row === null ? null : readRow(row);
    },

    async rejected(orgId, { eventType, from, to }, { limit, after }) {
      const { results } = await db
        .prepare(REJECTED)
        .bind(orgId, eventType, from, to, after, limit + 1)
        .all<Row>();
      return toPage(results, limit, readRow, ({ id }) => id);
    },
  };
}

type Row = Omit<RejectedEvent, "errors"> & { readonly errors: string };

function readRow({ errors, ...row }: Row): RejectedEvent {
  return { ...row, errors: JSON.parse(errors) as FieldError[] };
}

import type { DeliveryChanges, PageChange, SeenDelivery } from "#domain/operations/ports";
import { withRetries } from "../with-retries.ts";
import { insertNew } from "./delivery-log.ts";

/** Between reading a record and changing it, its delivery may have gone on: then it is left as it is. */
const IS_AS_SEEN = `deliveries.org_id = ?1 AND deliveries.id = seen_id AND deliveries.status = seen_status AND deliveries.attempts = seen_attempts
  AND deliveries.id IN (SELECT value ->> 0 FROM json_each(?2))`;
// The last condition is what SQLite seeks by: of the join alone it reads the organization's whole log, once for every id.
const AS_SEEN = `FROM (SELECT value ->> 0 AS seen_id, value ->> 1 AS seen_status, value ->> 2 AS seen_attempts FROM json_each(?2)) WHERE ${IS_AS_SEEN}`;

export const MARK_RETRYING = `UPDATE deliveries SET status = 'retrying', next_retry_at = ?3, detail = 'Restarted; waits for its turn.' ${AS_SEEN}`;
export const MARK_DISCARDED = `UPDATE deliveries SET status = 'discarded', next_retry_at = NULL ${AS_SEEN}`;

export const MARK_CANCELLED = `UPDATE deliveries SET status = 'cancelled', next_retry_at = NULL, detail = ?3 ${AS_SEEN}`;
export const REMOVE_SEEN = `DELETE FROM deliveries WHERE org_id = ?1 AND (id, status, attempts) IN
  (SELECT value ->> 0, value ->> 1, value ->> 2 FROM json_each(?2))`;

/** A restart wrote over the detail; what the last attempt met is in its own row, where there was one. */
export const MARK_RESTORED = `UPDATE deliveries SET status = seen_to, next_retry_at = NULL,
  detail = CASE WHEN seen_status = 'discarded' THEN detail ELSE coalesce(
    (SELECT detail FROM attempts WHERE org_id = ?1 AND delivery_id = deliveries.id AND attempt = deliveries.attempts),
    CASE WHEN seen_to = 'dead_lettered' THEN 'Called back by an undo before it was sent again.' END) END
FROM (SELECT value ->> 0 AS seen_id, value ->> 1 AS seen_status, value ->> 2 AS seen_attempts, value ->> 3 AS seen_to FROM json_each(?2))
WHERE ${IS_AS_SEEN}`;

export const KEEP_FIRST_ATTEMPTS = `INSERT INTO attempts (org_id, delivery_id, attempt, at, category, http_status, duration_ms, detail, next_retry_at, retry_reason, record_at)
SELECT org_id, id, attempts, coalesce(attempted_at, accepted_at), category, http_status, coalesce(duration_ms, 0), detail, NULL, NULL, attempt_at
FROM deliveries WHERE org_id = ?1 AND id IN (SELECT value FROM json_each(?2)) AND attempts > 0 AND attempt_at IS NOT NULL
ON CONFLICT (org_id, delivery_id, attempt) DO NOTHING`;

export function createDeliveryChanges(db: D1Database): DeliveryChanges {
  const run = async (statement: D1PreparedStatement) => {
    const { meta } = await withRetries(() => statement.run());
    return meta.changes;
  };
  return {
    async keepFirstAttempts(orgId, ids) {
      if (ids.length > 0) await run(db.prepare(KEEP_FIRST_ATTEMPTS).bind(orgId, JSON.stringify(ids)));
    },
    markRetrying: (orgId, seen, now) => run(markRetrying(db, orgId, seen, now)),
    markDiscarded: (orgId, seen) => run(db.prepare(MARK_DISCARDED).bind(orgId, toJson(seen))),
  };
}

/** The statements of a job's page, for the batch that moves the job on. */
export function pageStatements(
  db: D1Database,
  orgId: string,
  change: PageChange,
  now: number,
): readonly D1PreparedStatement[] {
  switch (change.kind) {
    case "retrying":
      return change.seen.length === 0 ? [] : [markRetrying(db, orgId, change.seen, now)];
    case "discarded":
      return change.seen.length === 0 ? [] : [db.prepare(MARK_DISCARDED).bind(orgId, toJson(change.seen))];
    case "cancelled":
      return change.seen.length === 0
        ? []
        : [db.prepare(MARK_CANCELLED).bind(orgId, toJson(change.seen), change.detail)];
    case "recorded":
      return insertNew(db, orgId, change.records);
    case "restored": {
      const rows = change.seen.map(({ id, status, attempts, to }) => [id, status, attempts, to]);
      return rows.length === 0 ? [] : [db.prepare(MARK_RESTORED).bind(orgId, JSON.stringify(rows))];
    }
    case "removed":
      return change.seen.length === 0 ? [] : [db.prepare(REMOVE_SEEN).bind(orgId, toJson(change.seen))];
  }
}

function markRetrying(db: D1Database, orgId: string, seen: readonly SeenDelivery[], now: number) {
  return db.prepare(MARK_RETRYING).bind(orgId, toJson(seen), now);
}

function toJson(seen: readonly SeenDelivery[]): string {
  return JSON.stringify(seen.map(({ id, status, attempts }) => [id, status, attempts]));
}

import type { DeliveryChanges, SeenDelivery } from "#domain/operations/ports";
import { withRetries } from "../with-retries.ts";

/** Between reading a record and changing it, its delivery may have gone on: then it is left as it is. */
const AS_SEEN =
  "FROM (SELECT value ->> 0 AS seen_id, value ->> 1 AS seen_status, value ->> 2 AS seen_attempts FROM json_each(?2)) WHERE deliveries.org_id = ?1 AND deliveries.id = seen_id AND deliveries.status = seen_status AND deliveries.attempts = seen_attempts";

export const MARK_RETRYING = `UPDATE deliveries SET status = 'retrying', next_retry_at = ?3, detail = 'Restarted; waits for its turn.' ${AS_SEEN}`;
export const MARK_DISCARDED = `UPDATE deliveries SET status = 'discarded', next_retry_at = NULL ${AS_SEEN}`;

const KEEP_FIRST_ATTEMPT = `INSERT INTO attempts (org_id, delivery_id, attempt, at, category, http_status, duration_ms, detail, next_retry_at, retry_reason, record_at)
SELECT org_id, id, attempts, coalesce(attempted_at, accepted_at), category, http_status, coalesce(duration_ms, 0), detail, NULL, NULL, attempt_at
FROM deliveries WHERE org_id = ?1 AND id = ?2 AND attempts > 0 AND attempt_at IS NOT NULL
ON CONFLICT (org_id, delivery_id, attempt) DO NOTHING`;

export function createDeliveryChanges(db: D1Database): DeliveryChanges {
  const run = async (statement: D1PreparedStatement) => {
    const { meta } = await withRetries(() => statement.run());
    return meta.changes;
  };
  return {
    async keepFirstAttempt(orgId, id) {
      await run(db.prepare(KEEP_FIRST_ATTEMPT).bind(orgId, id));
    },
    markRetrying: (orgId, seen, now) => run(markRetrying(db, orgId, seen, now)),
    markDiscarded: (orgId, seen) => run(markDiscarded(db, orgId, seen)),
  };
}

export function markRetrying(db: D1Database, orgId: string, seen: readonly SeenDelivery[], now: number) {
  return db.prepare(MARK_RETRYING).bind(orgId, toJson(seen), now);
}

export function markDiscarded(db: D1Database, orgId: string, seen: readonly SeenDelivery[]) {
  return db.prepare(MARK_DISCARDED).bind(orgId, toJson(seen));
}

function toJson(seen: readonly SeenDelivery[]): string {
  return JSON.stringify(seen.map(({ id, status, attempts }) => [id, status, attempts]));
}

import { createTimeOrderedId } from "#domain/ids";
import type { Housekeeping } from "#domain/operations/ports";

/** A row value, so that many deliveries due in the same millisecond are walked and not skipped. */
export const OVERDUE = `SELECT next_retry_at, org_id, id, integration_id FROM deliveries INDEXED BY deliveries_due
WHERE next_retry_at IS NOT NULL AND (next_retry_at, org_id, id) > (?1, ?2, ?3) AND next_retry_at < ?4
ORDER BY next_retry_at, org_id, id LIMIT ?5`;

const WAITING = "(status IN ('pending', 'held', 'retrying') OR next_retry_at IS NOT NULL)";

export const LOOK = `SELECT id, ${WAITING} AS waiting, status = 'dead_lettered' AS dead, integration_id AS integrationId FROM deliveries WHERE org_id = ?1 AND id > ?2 AND id < ?3 ORDER BY id LIMIT ?4`;
/** Asked once more: an operator may have restarted it since it was looked at. */
export const REMOVE = `DELETE FROM deliveries WHERE org_id = ?1 AND id IN (SELECT value FROM json_each(?2)) AND NOT ${WAITING}`;
export const REMOVE_ATTEMPTS = `DELETE FROM attempts WHERE org_id = ?1 AND delivery_id IN (SELECT value FROM json_each(?2))
AND NOT EXISTS (SELECT 1 FROM deliveries WHERE deliveries.org_id = ?1 AND deliveries.id = attempts.delivery_id)`;
export const REMOVE_JOBS = `DELETE FROM jobs WHERE org_id = ?1 AND id IN
(SELECT id FROM jobs WHERE org_id = ?1 AND id < ?2 AND status <> 'running' AND updated_at < ?3 ORDER BY id LIMIT ?4)`;

/** Nobody can take these jobs back any more. */
export const REMOVE_JOB_PAGES = `DELETE FROM job_pages WHERE org_id = ?1 AND (job_id, position) IN
(SELECT job_id, position FROM job_pages WHERE org_id = ?1 AND job_id < ?2 ORDER BY job_id, position LIMIT ?3)`;

const REMOVE_REJECTED = `DELETE FROM rejected_events WHERE org_id = ?1 AND id IN
(SELECT id FROM rejected_events WHERE org_id = ?1 AND id < ?2 ORDER BY id LIMIT ?3)`;
const REMOVE_COUNTS = `DELETE FROM validation_counts WHERE org_id = ?1 AND (subject, hour) IN
(SELECT subject, hour FROM validation_counts WHERE org_id = ?1 AND hour < ?2 LIMIT ?3)`;
/** Also what is still used: it is made again when it is asked for, and nobody has to find out who uses it. */
const REMOVE_CODE = `DELETE FROM compiled_schemas WHERE org_id = ?1 AND key IN
(SELECT key FROM compiled_schemas WHERE org_id = ?1 AND created_at < ?2 LIMIT ?3)`;

interface OverdueRow {
  readonly next_retry_at: number;
  readonly org_id: string;
  readonly id: string;
  readonly integration_id: string;
}

export function createHousekeeping(db: D1Database): Housekeeping {
  return {
    async organizations(after, limit) {
      const { results } = await db
        .prepare(
          "SELECT id, retention_days AS retentionDays, intake_shards AS intakeShards FROM organizations WHERE id > ?1 AND deleted_at IS NULL ORDER BY id LIMIT ?2",
        )
        .bind(after, limit)
        .all<{ id: string; retentionDays: number; intakeShards: number }>();
      return results;
    },

    async overdue(position, before, rows, integrations) {
      const { results } = await db
        .prepare(OVERDUE)
        .bind(...readPosition(position), before, rows)
        .all<OverdueRow>();
      const found = new Map<string, { orgId: string; integrationId: string }>();
      let last: OverdueRow | null = null;
      let full = false;
      for (const row of results) {
        const key = `${row.org_id}:${row.integration_id}`;
        full = !found.has(key) && found.size >= integrations;
        if (full) break;
        found.set(key, { orgId: row.org_id, integrationId: row.integration_id });
        last = row;
      }
      const more = full || results.length >= rows;
      const next = more && last !== null ? JSON.stringify([last.next_retry_at, last.org_id, last.id]) : "";
      return { integrations: [...found.values()], next };
    },

    async oldDeliveries(orgId, after, before, rows) {
      const { results } = await db
        .prepare(LOOK)
        .bind(orgId, after, before, rows)
        .all<{ id: string; waiting: number; dead: number; integrationId: string }>();
      const items = results.flatMap(({ id, integrationId, waiting, dead }) =>
        waiting === 0 ? { id, integrationId, dead: dead === 1 } : [],
      );
      const last = results.length < rows ? null : (results.at(-1)?.id ?? null);
      return { examined: results.length, items, last };
    },

    async removeDeliveries(orgId, ids) {
      if (ids.length === 0) return;
      const json = JSON.stringify(ids);
      await db.batch([db.prepare(REMOVE).bind(orgId, json), db.prepare(REMOVE_ATTEMPTS).bind(orgId, json)]);
    },

    async oldestDelivery(orgId) {
      const row = await db
        .prepare("SELECT id FROM deliveries WHERE org_id = ?1 ORDER BY id LIMIT 1")
        .bind(orgId)
        .first<{ id: string }>();
      return row?.id ?? null;
    },

    async removeJobs(orgId, endedBefore, rows) {
      // A job's id tells when it was made, and what ended before that moment was made before it.
      const madeBefore = createTimeOrderedId("job", endedBefore, new Uint8Array(10));
      await db.prepare(REMOVE_JOBS).bind(orgId, madeBefore, endedBefore, rows).run();
    },

    async removeJobPages(orgId, jobsBefore, rows) {
      const madeBefore = createTimeOrderedId("job", jobsBefore, new Uint8Array(10));
      await db.prepare(REMOVE_JOB_PAGES).bind(orgId, madeBefore, rows).run();
    },

    async removeValidation(orgId, recordsBefore, codeBefore, rows) {
      const rejectedBefore = createTimeOrderedId("rej", recordsBefore, new Uint8Array(10));
      await db.batch([
        db.prepare(REMOVE_REJECTED).bind(orgId, rejectedBefore, rows),
        db.prepare(REMOVE_COUNTS).bind(orgId, recordsBefore, rows),
        db.prepare(REMOVE_CODE).bind(orgId, codeBefore, rows),
      ]);
    },

    async removeUsage(orgId, beforeDay) {
      await db.prepare("DELETE FROM usage WHERE org_id = ?1 AND day < ?2").bind(orgId, beforeDay).run();
    },
  };
}

function readPosition(position: string): [number, string, string] {
  if (position === "") return [0, "", ""];
  const [at, orgId, id] = JSON.parse(position) as [number, string, string];
  return [at, orgId, id];
}

import type { SealedRecords } from "#domain/secrets/ports";
import type { OpenKeyRing } from "../crypto/key-ring.ts";
import { type DataKeyRow, makeDataKey, unwrapDataKey, wrapDataKey } from "./data-keys.ts";
import { orUnreadable } from "./or-unreadable.ts";

const INSERT_NEXT = `INSERT INTO data_keys (org_id, version, kek_id, wrapped, created_at)
SELECT ?1, ?2, ?3, ?4, ?5 WHERE (SELECT max(version) FROM data_keys WHERE org_id = ?1) = ?2 - 1 ON CONFLICT DO NOTHING`;
const RETIRE_OLD = `UPDATE data_keys SET retired_at = ?2 WHERE org_id = ?1 AND retired_at IS NULL
AND version < (SELECT max(version) FROM data_keys WHERE org_id = ?1)`;
/** Only while it is what was read: another run may have wrapped it already. */
const REWRAP =
  "UPDATE data_keys SET kek_id = ?3, wrapped = ?4 WHERE org_id = ?1 AND version = ?2 AND wrapped = ?5";

export function createDataKeyReplacement(
  db: D1Database,
  openKeyRing: OpenKeyRing,
): Pick<SealedRecords, "rewrapDataKeys" | "replaceDataKey"> {
  return {
    async rewrapDataKeys(orgId) {
      const { currentId } = await openKeyRing();
      const { results } = await db
        .prepare("SELECT version, kek_id, wrapped FROM data_keys WHERE org_id = ?1 AND kek_id <> ?2")
        .bind(orgId, currentId)
        .all<DataKeyRow>();
      const unreadable: string[] = [];
      let rewritten = 0;
      for (const row of results) {
        const opened = await orUnreadable(unwrapDataKey(openKeyRing, orgId, row));
        if (!opened.ok) {
          unreadable.push(`data_keys ${orgId} ${row.version}`);
          continue;
        }
        const fresh = await wrapDataKey(openKeyRing, orgId, row.version, opened.value);
        const { meta } = await db
          .prepare(REWRAP)
          .bind(orgId, row.version, fresh.kek_id, fresh.wrapped, row.wrapped)
          .run();
        rewritten += meta.changes;
      }
      return { rewritten, unreadable };
    },

    async replaceDataKey(orgId, since, now) {
      const newest = await db
        .prepare("SELECT version, created_at FROM data_keys WHERE org_id = ?1 ORDER BY version DESC LIMIT 1")
        .bind(orgId)
        .first<{ version: number; created_at: number }>();
      if (newest === null || newest.created_at >= since) return;
      const made = await makeDataKey(openKeyRing, orgId, newest.version + 1);
      await db.batch([
        db.prepare(INSERT_NEXT).bind(orgId, made.version, made.kek_id, made.wrapped, now),
        db.prepare(RETIRE_OLD).bind(orgId, now),
      ]);
    },
  };
}

import type { PurgeState } from "#domain/operations/purge";
import type { PurgeRecords } from "#domain/operations/purge-ports";
import { ORGANIZATION_TABLES, removeSome } from "./organization-tables.ts";

const TABLES = Object.keys(ORGANIZATION_TABLES);

/** The audit log's full-text index: of the same rows as `removeSome` takes, in the same batch and before them. */
const UNINDEX =
  "DELETE FROM audit_search WHERE rowid IN (SELECT number FROM audit_entries WHERE org_id = ?1 ORDER BY number LIMIT ?2)";

/**
 * Words of removed rows stay in the index's segments until those are merged; a lone segment is not merged with itself,
 * so it gets company for a moment (sqlite.org/fts5.html, 6.8: the "merge" command).
 */
const BEGIN_COMPACTION = [
  "INSERT INTO audit_search (rowid, facets, body) VALUES (-1, '', 'compaction')",
  "DELETE FROM audit_search WHERE rowid = -1",
  "INSERT INTO audit_search (audit_search, rank) VALUES ('merge', -500)",
];
const GO_ON_COMPACTING = "INSERT INTO audit_search (audit_search, rank) VALUES ('merge', 500)";
/** Of 500 pages each: an index of 400 MB, and as many statements as leave room for others in one invocation. */
const MAX_MERGES = 200;

/** From one id to the next, so that a log of millions costs one look per integration. */
const LOGGED_INTEGRATIONS = `WITH RECURSIVE logged (id) AS (
  SELECT min(integration_id) FROM deliveries WHERE org_id = ?1
  UNION ALL SELECT (SELECT min(integration_id) FROM deliveries WHERE org_id = ?1 AND integration_id > logged.id)
  FROM logged WHERE logged.id IS NOT NULL)
SELECT id FROM logged WHERE id IS NOT NULL AND id <> '' LIMIT 10000`;

/** How far a purge is stands beside the cron's own sweeps, and goes with the organization. */
const stateName = (orgId: string) => `purge:${orgId}`;

export function createPurgeRecords(db: D1Database): PurgeRecords {
  async function ids(sql: string, orgId: string): Promise<string[]> {
    const { results } = await db.prepare(sql).bind(orgId).all<{ id: string }>();
    return results.map(({ id }) => id);
  }

  return {
    async stalled(touchedBefore, limit) {
      const { results } = await db
        .prepare(
          `SELECT o.id FROM organizations AS o LEFT JOIN sweeps AS s ON s.name = 'purge:' || o.id
           WHERE o.deleted_at IS NOT NULL AND coalesce(s.position ->> 'touchedAt', 0) < ?1 ORDER BY o.deleted_at LIMIT ?2`,
        )
        .bind(touchedBefore, limit)
        .all<{ id: string }>();
      return results.map(({ id }) => id);
    },

    async find(orgId) {
      const row = await db
        .prepare(
          `SELECT o.deleted_at AS deletedAt, s.position FROM organizations AS o LEFT JOIN sweeps AS s ON s.name = ?2
           WHERE o.id = ?1 AND o.deleted_at IS NOT NULL`,
        )
        .bind(orgId, stateName(orgId))
        .first<{ deletedAt: number; position: string | null }>();
      if (row === null) return null;
      const state = row.position === null ? null : (JSON.parse(row.position) as PurgeState);
      return { deletedAt: row.deletedAt, state };
    },

    async advance(orgId, from, to) {
      const row = await db
        .prepare(
          `INSERT INTO sweeps (name, position) SELECT ?1, ?2
           WHERE ?3 IS NOT NULL OR EXISTS (SELECT 1 FROM organizations WHERE id = ?4)
           ON CONFLICT (name) DO UPDATE SET position = excluded.position WHERE sweeps.position = ?3 RETURNING name`,
        )
        .bind(stateName(orgId), JSON.stringify(to), from === null ? null : JSON.stringify(from), orgId)
        .first();
      return row !== null;
    },

    async owners(orgId) {
      const [configured, logged, credentials] = await Promise.all([
        ids("SELECT id FROM integrations WHERE org_id = ?1", orgId),
        // One that was deleted may still have something waiting, and then it is in the log.
        ids(LOGGED_INTEGRATIONS, orgId),
        ids("SELECT id FROM credentials WHERE org_id = ?1", orgId),
      ]);
      return { integrations: [...new Set([...configured, ...logged])], credentials };
    },

    async removeRows(orgId, limit) {
      const statements = [UNINDEX, ...TABLES.map(removeSome)];
      // Changes of the index count its own inner tables: they say nothing about how many rows went.
      const [, ...removed] = await db.batch(statements.map((sql) => db.prepare(sql).bind(orgId, limit)));
      return removed.every(({ meta }) => meta.changes < limit);
    },

    async compactSearch() {
      await db.batch(BEGIN_COMPACTION.map((sql) => db.prepare(sql)));
      for (let merge = 0; merge < MAX_MERGES; merge++) {
        const { meta } = await db.prepare(GO_ON_COMPACTING).run();
        // The command itself counts as one change: nothing was merged.
        if (meta.changes <= 1) return true;
      }
      return false;
    },

    async countRows(orgId, most) {
      const counts = await db.batch<{ found: number }>(
        TABLES.map((table) =>
          db
            .prepare(`SELECT count(*) AS found FROM (SELECT 1 FROM ${table} WHERE org_id = ?1 LIMIT ?2)`)
            .bind(orgId, most),
        ),
      );
      const found = TABLES.map((table, index) => [table, counts[index]?.results[0]?.found ?? 0] as const);
      return Object.fromEntries(found.filter(([, count]) => count > 0));
    },

    async removeOrganization(orgId) {
      await db.batch([
        db.prepare("DELETE FROM organizations WHERE id = ?1 AND deleted_at IS NOT NULL").bind(orgId),
        db.prepare("DELETE FROM sweeps WHERE name = ?1").bind(stateName(orgId)),
        // A sweep that stands at it begins anew.
        db.prepare("UPDATE sweeps SET position = '' WHERE instr(position, ?1) > 0").bind(orgId),
      ]);
    },
  };
}

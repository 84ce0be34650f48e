import { KEPT_VERSIONS, type LookupRow } from "#domain/lookups/lookup-table";
import type { LookupDraft, LookupRowRepository, StagedRows, StagedWalk } from "#domain/lookups/ports";
import { runGuarded } from "./config-version.ts";
import { columnsText } from "./lookup-table-repository.ts";
import { toPage } from "./page.ts";

/** Behind every key that begins with a prefix. */
const LAST = "\u{10FFFF}";
/** Keys that one statement of a walk over a whole table looks at. */
const KEYS_PER_STEP = 5_000;

/** What a key meant in a version: one step down the primary key, however many versions there are. */
const asOf = (key: string, version: string) =>
  `(SELECT json FROM lookup_rows AS known WHERE known.org_id = ?1 AND known.table_id = ?2 AND known.key = ${key}
    AND known.version <= ${version} ORDER BY known.version DESC LIMIT 1)`;

/** What this draft has staged of a key already. */
const mine = (what: string) =>
  `(SELECT ${what} FROM lookup_rows AS mine WHERE mine.org_id = ?1 AND mine.table_id = ?2 AND mine.key = value ->> 0
    AND mine.version = ?4 + 1)`;

/** A draft writes only while it is the table's own: one that was taken for dead must not write into its successor's. */
const IS_DRAFT =
  "EXISTS (SELECT 1 FROM lookup_tables WHERE org_id = ?1 AND id = ?2 AND draft_id = ?3 AND deleted_at IS NULL)";

export function createLookupRowRepository(db: D1Database): LookupRowRepository {
  const touch = ({ orgId, tableId, draftId }: LookupDraft, now: number) =>
    db
      .prepare(
        `UPDATE lookup_tables SET draft_at = ?4 WHERE org_id = ?1 AND id = ?2 AND draft_id = ?3
         AND deleted_at IS NULL RETURNING id`,
      )
      .bind(orgId, tableId, draftId, now);

  /** Writes what `change` selects (key, json) of the next keys, and counts it. */
  async function stageWalk(
    draft: LookupDraft,
    keys: string,
    json: string,
    parameters: readonly unknown[],
    now: number,
  ): Promise<StagedWalk | null> {
    const { orgId, tableId, draftId, base } = draft;
    const bind = (sql: string) => db.prepare(sql).bind(orgId, tableId, draftId, base, ...parameters);
    const before = asOf("walk.key", "?4");
    const [touched, counted] = await db.batch<Record<string, number | string | null>>([
      touch(draft, now),
      bind(
        `WITH walk AS MATERIALIZED (${keys}), change AS (SELECT walk.key, ${json} AS json, ${before} AS old FROM walk)
         SELECT count(*) AS looked, max(key) AS last,
           count(*) FILTER (WHERE json IS NOT old) AS rows,
           count(*) FILTER (WHERE json IS NOT NULL AND old IS NULL) AS added,
           count(*) FILTER (WHERE json IS NULL AND old IS NOT NULL) AS removed FROM change`,
      ),
      bind(
        `INSERT INTO lookup_rows (org_id, table_id, key, version, json)
         WITH walk AS MATERIALIZED (${keys})
         SELECT ?1, ?2, walk.key, ?4 + 1, ${json} FROM walk
         WHERE ${IS_DRAFT} AND ${json} IS NOT ${before}
         ON CONFLICT DO NOTHING`,
      ),
    ]);
    if (touched?.results.length !== 1) return null;
    const row = counted?.results[0];
    const looked = Number(row?.looked ?? 0);
    return {
      rows: Number(row?.rows ?? 0),
      added: Number(row?.added ?? 0),
      removed: Number(row?.removed ?? 0),
      next: looked < KEYS_PER_STEP ? null : String(row?.last),
    };
  }

  return {
    async page(orgId, tableId, version, prefix, { limit, after }) {
      const { results } = await db
        .prepare(
          `SELECT key, json FROM lookup_rows AS row WHERE org_id = ?1 AND table_id = ?2 AND key > ?4 AND key >= ?5 AND key < ?6
           AND version = (SELECT max(version) FROM lookup_rows AS known WHERE known.org_id = ?1 AND known.table_id = ?2
             AND known.key = row.key AND known.version <= ?3)
           AND json IS NOT NULL ORDER BY key LIMIT ?7`,
        )
        .bind(orgId, tableId, version, after ?? "", prefix, prefix + LAST, limit + 1)
        .all<LookupRow>();
      return toPage(
        results,
        limit,
        (row) => row,
        ({ key }) => key,
      );
    },

    async find(orgId, tableId, version, keys) {
      const { results } = await db
        .prepare(`SELECT value AS key, ${asOf("value", "?3")} AS json FROM json_each(?4)`)
        .bind(orgId, tableId, version, JSON.stringify(keys))
        .all<{ key: string; json: string | null }>();
      return new Map(results.flatMap(({ key, json }) => (json === null ? [] : [[key, json]])));
    },

    async findMany(orgId, wanted) {
      const rows = wanted.map(({ tableId, version, key }) => [tableId, version, key]);
      const { results } = await db
        .prepare(
          `SELECT (SELECT json FROM lookup_rows AS known WHERE known.org_id = ?1 AND known.table_id = wish.value ->> 0
             AND known.key = wish.value ->> 2 AND known.version <= wish.value ->> 1
             ORDER BY known.version DESC LIMIT 1) AS json FROM json_each(?2) AS wish ORDER BY wish.key`,
        )
        .bind(orgId, JSON.stringify(rows))
        .all<{ json: string | null }>();
      return results.map(({ json }) => json);
    },

    async begin(orgId, { id, version }, draftId, now, staleBefore) {
      const [before, taken] = await db.batch<{ draftId: string | null }>([
        db
          .prepare("SELECT draft_id AS draftId FROM lookup_tables WHERE org_id = ?1 AND id = ?2")
          .bind(orgId, id),
        db
          .prepare(
            `UPDATE lookup_tables SET draft_id = ?3, draft_at = ?4 WHERE org_id = ?1 AND id = ?2 AND version = ?6
             AND deleted_at IS NULL AND (draft_id IS NULL OR draft_at < ?5) RETURNING draft_id AS draftId`,
          )
          .bind(orgId, id, draftId, now, staleBefore, version),
      ]);
      if (taken?.results.length !== 1) return null;
      // What a draft that died has left behind would become part of this one.
      if (before?.results[0]?.draftId != null) {
        while (!(await this.removeAbove(orgId, id, version, KEYS_PER_STEP)));
      }
      return { orgId, tableId: id, draftId, base: version };
    },

    async stage(draft, rows, now): Promise<StagedRows | null> {
      const { orgId, tableId, draftId, base } = draft;
      const json = JSON.stringify(rows.map(({ key, json }) => [key, json]));
      const bind = (sql: string) => db.prepare(sql).bind(orgId, tableId, draftId, base, json);
      const [touched, counted] = await db.batch<Record<string, number>>([
        touch(draft, now),
        bind(
          `SELECT count(*) FILTER (WHERE old IS NOT NULL) AS existed, count(*) FILTER (WHERE staged) AS repeated,
           count(*) FILTER (WHERE staged AND old IS NULL) AS repeatedNew,
           count(*) FILTER (WHERE json IS NOT NULL AND json <> old)
             - count(*) FILTER (WHERE staged AND before IS NOT NULL AND before <> old) AS changed FROM (
             SELECT ${asOf("value ->> 0", "?4")} AS old, value ->> 1 AS json, ${mine("1")} IS NOT NULL AS staged,
               ${mine("mine.json")} AS before FROM json_each(?5))`,
        ),
        bind(
          `INSERT INTO lookup_rows (org_id, table_id, key, version, json)
           SELECT ?1, ?2, value ->> 0, ?4 + 1, value ->> 1 FROM json_each(?5) WHERE ${IS_DRAFT}
           ON CONFLICT (org_id, table_id, key, version) DO UPDATE SET json = excluded.json`,
        ),
      ]);
      if (touched?.results.length !== 1) return null;
      const row = counted?.results[0];
      return {
        existed: Number(row?.existed ?? 0),
        repeated: Number(row?.repeated ?? 0),
        repeatedNew: Number(row?.repeatedNew ?? 0),
        changed: Number(row?.changed ?? 0),
      };
    },

    stageRemovals: (draft, after, now) =>
      stageWalk(
        draft,
        `SELECT DISTINCT row.key FROM lookup_rows AS row WHERE row.org_id = ?1 AND row.table_id = ?2 AND row.key > ?5
         AND row.version <= ?4 AND NOT EXISTS (SELECT 1 FROM lookup_rows AS mine WHERE mine.org_id = ?1 AND mine.table_id = ?2
           AND mine.key = row.key AND mine.version = ?4 + 1) ORDER BY row.key LIMIT ${KEYS_PER_STEP}`,
        "NULL",
        [after],
        now,
      ),

    stageRestored: (draft, version, after, now) =>
      stageWalk(
        draft,
        `SELECT DISTINCT row.key FROM lookup_rows AS row WHERE row.org_id = ?1 AND row.table_id = ?2 AND row.key > ?5
         AND row.version <= ?4 ORDER BY row.key LIMIT ${KEYS_PER_STEP}`,
        asOf("walk.key", "?6"),
        [after, version],
        now,
      ),

    async commit({ orgId, tableId, draftId, base }, made, now) {
      const version = base + 1;
      const oldest = Math.max(1, version - KEPT_VERSIONS);
      const guard = db
        .prepare(
          `UPDATE lookup_tables SET version = ?4, rows = ?5, columns = ?6, oldest_version = max(oldest_version, ?8), updated_at = max(?7, updated_at + 1),
             draft_id = NULL, draft_at = NULL
           WHERE org_id = ?1 AND id = ?2 AND draft_id = ?3 AND version = ?4 - 1 AND deleted_at IS NULL RETURNING id`,
        )
        .bind(orgId, tableId, draftId, version, made.rows, columnsText(made.columns), now, oldest);
      const note = db
        .prepare(
          `INSERT INTO lookup_versions (org_id, table_id, version, at, change, rows, added, removed, changed, changed_by)
           SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10 WHERE changes() > 0 ON CONFLICT DO NOTHING`,
        )
        .bind(
          ...[orgId, tableId, version, now, made.change, made.rows, made.added, made.removed],
          ...[made.changed, made.by],
        );
      return runGuarded(db, orgId, guard, { after: [note] });
    },

    async abandon({ orgId, tableId, draftId, base }) {
      while (!(await this.removeAbove(orgId, tableId, base, KEYS_PER_STEP)));
      await db
        .prepare(
          "UPDATE lookup_tables SET draft_id = NULL, draft_at = NULL WHERE org_id = ?1 AND id = ?2 AND draft_id = ?3",
        )
        .bind(orgId, tableId, draftId)
        .run();
    },

    async prune(orgId, tableId, oldestVersion, limit) {
      // Older rows first: a removal that goes before what it removed would bring that back.
      const [rows] = await db.batch([
        db
          .prepare(
            `DELETE FROM lookup_rows WHERE org_id = ?1 AND table_id = ?2 AND (key, version) IN (
               SELECT key, version FROM lookup_rows AS row WHERE org_id = ?1 AND table_id = ?2 AND version <= ?3
               AND (json IS NULL OR EXISTS (SELECT 1 FROM lookup_rows AS newer WHERE newer.org_id = ?1 AND newer.table_id = ?2
                 AND newer.key = row.key AND newer.version > row.version AND newer.version <= ?3))
               ORDER BY key, version LIMIT ?4)`,
          )
          .bind(orgId, tableId, oldestVersion, limit),
        db
          .prepare("DELETE FROM lookup_versions WHERE org_id = ?1 AND table_id = ?2 AND version < ?3")
          .bind(orgId, tableId, oldestVersion),
      ]);
      return (rows?.meta.changes ?? 0) < limit;
    },

    async removeAbove(orgId, tableId, version, limit) {
      const { meta } = await db
        .prepare(
          `DELETE FROM lookup_rows WHERE org_id = ?1 AND table_id = ?2 AND (key, version) IN (
             SELECT key, version FROM lookup_rows WHERE org_id = ?1 AND table_id = ?2 AND version > ?3 LIMIT ?4)`,
        )
        .bind(orgId, tableId, version, limit)
        .run();
      return meta.changes < limit;
    },
  };
}

import {
  KEPT_VERSIONS,
  type LookupTable,
  type LookupVersion,
  MAX_TABLES,
} from "#domain/lookups/lookup-table";
import type { LookupTableRepository } from "#domain/lookups/ports";
import { runGuarded } from "./config-version.ts";
import { toPage } from "./page.ts";

const COLUMNS =
  "id, name, description, default_json, version, oldest_version, rows, columns, created_at, updated_at";

export interface LookupTableRow {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly default_json: string | null;
  readonly version: number;
  readonly oldest_version: number;
  readonly rows: number;
  readonly columns: string | null;
  readonly created_at: number;
  readonly updated_at: number;
}

export function createLookupTableRepository(db: D1Database): LookupTableRepository {
  return {
    async list(orgId, { limit, after }) {
      const { results } = await db
        .prepare(
          `SELECT ${COLUMNS} FROM lookup_tables WHERE org_id = ?1 AND deleted_at IS NULL AND name > ?2 ORDER BY name LIMIT ?3`,
        )
        .bind(orgId, after ?? "", limit + 1)
        .all<LookupTableRow>();
      return toPage(results, limit, readRow, ({ name }) => name);
    },

    async find(orgId, name) {
      const row = await db
        .prepare(
          `SELECT ${COLUMNS} FROM lookup_tables WHERE org_id = ?1 AND name = ?2 AND deleted_at IS NULL`,
        )
        .bind(orgId, name)
        .first<LookupTableRow>();
      return row === null ? null : readRow(row);
    },

    async insert(orgId, table) {
      const insert = db
        .prepare(
          `INSERT INTO lookup_tables (org_id, ${COLUMNS}) SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?10
           WHERE (SELECT count(*) FROM lookup_tables WHERE org_id = ?1 AND deleted_at IS NULL) < ${MAX_TABLES}
           ON CONFLICT DO NOTHING RETURNING id`,
        )
        .bind(
          orgId,
          table.id,
          table.name,
          table.description,
          table.defaultJson,
          table.version,
          table.oldestVersion,
          table.rows,
          columnsText(table.columns),
          table.createdAt,
        );
      const change = await runGuarded(db, orgId, insert);
      if (change !== null) return change;
      return (await this.find(orgId, table.name)) === null ? "limit" : "exists";
    },

    async update(orgId, table, expectedUpdatedAt) {
      const update = db
        .prepare(
          `UPDATE lookup_tables SET description = ?3, default_json = ?4, updated_at = ?5
           WHERE org_id = ?1 AND id = ?2 AND deleted_at IS NULL AND updated_at = ?6 RETURNING id`,
        )
        .bind(orgId, table.id, table.description, table.defaultJson, table.updatedAt, expectedUpdatedAt);
      return runGuarded(db, orgId, update);
    },

    async remove(orgId, id, now) {
      const remove = db
        .prepare(
          "UPDATE lookup_tables SET deleted_at = ?3 WHERE org_id = ?1 AND id = ?2 AND deleted_at IS NULL RETURNING id",
        )
        .bind(orgId, id, now);
      return runGuarded(db, orgId, remove);
    },

    async versions(orgId, tableId, limit) {
      const { results } = await db
        .prepare(
          `SELECT version, at, change, rows, added, changed, removed, changed_by AS "by" FROM lookup_versions
           WHERE org_id = ?1 AND table_id = ?2 ORDER BY version DESC LIMIT ?3`,
        )
        .bind(orgId, tableId, Math.min(limit, KEPT_VERSIONS + 1))
        .all<LookupVersion>();
      return results;
    },

    async usedBy(orgId, name) {
      const { results } = await db
        .prepare(
          `SELECT name FROM integrations WHERE org_id = ?1
           AND (instr(config, 'lookup.' || ?2 || '.') > 0 OR instr(config, 'lookup.' || ?2 || '[') > 0) LIMIT 20`,
        )
        .bind(orgId, name)
        .all<{ name: string }>();
      return results.map((row) => row.name);
    },

    async leftovers(before, limit) {
      const { results } = await db
        .prepare(
          `SELECT org_id AS orgId, id AS tableId, version, deleted_at IS NOT NULL AS deleted, draft_id AS draftId
           FROM lookup_tables WHERE (deleted_at IS NOT NULL OR draft_id IS NOT NULL)
           AND (deleted_at IS NOT NULL OR draft_at < ?1) ORDER BY draft_at LIMIT ?2`,
        )
        .bind(before, limit)
        .all<{ orgId: string; tableId: string; version: number; deleted: number; draftId: string | null }>();
      return results.map((row) => ({ ...row, deleted: row.deleted === 1 }));
    },

    async forget(orgId, tableId) {
      await db.batch([
        db.prepare("DELETE FROM lookup_versions WHERE org_id = ?1 AND table_id = ?2").bind(orgId, tableId),
        db
          .prepare("DELETE FROM lookup_tables WHERE org_id = ?1 AND id = ?2 AND deleted_at IS NOT NULL")
          .bind(orgId, tableId),
      ]);
    },
  };
}

export function columnsText(columns: LookupTable["columns"]): string | null {
  return columns === null ? null : JSON.stringify(columns);
}

function readRow(row: LookupTableRow): LookupTable {
  return {
    id: row.id,
    name: row.name,
    description: row.description,
    defaultJson: row.default_json,
    version: row.version,
    oldestVersion: row.oldest_version,
    rows: row.rows,
    columns: row.columns === null ? null : (JSON.parse(row.columns) as string[]),
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}

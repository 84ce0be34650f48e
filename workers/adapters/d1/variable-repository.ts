import type { VariableRepository } from "#domain/configuration-ports";
import { MAX_VARIABLES, type Variable } from "#domain/transformation/variable";
import { runGuarded } from "./config-version.ts";
import { toPage } from "./page.ts";

const COLUMNS = "name, value, description, created_at AS createdAt, updated_at AS updatedAt";

export function createVariableRepository(db: D1Database): VariableRepository {
  return {
    async all(orgId) {
      const { results } = await db
        .prepare(`SELECT ${COLUMNS} FROM variables WHERE org_id = ?1 ORDER BY name LIMIT ${MAX_VARIABLES}`)
        .bind(orgId)
        .all<Variable>();
      return results;
    },

    async list(orgId, { limit, after }) {
      const { results } = await db
        .prepare(
          `SELECT ${COLUMNS} FROM variables WHERE org_id = ?1 AND (?2 IS NULL OR name > ?2) ORDER BY name LIMIT ?3`,
        )
        .bind(orgId, after, limit + 1)
        .all<Variable>();
      return toPage(
        results,
        limit,
        (row) => row,
        ({ name }) => name,
      );
    },

    find(orgId, name) {
      return db
        .prepare(`SELECT ${COLUMNS} FROM variables WHERE org_id = ?1 AND name = ?2`)
        .bind(orgId, name)
        .first<Variable>();
    },

    async put(orgId, { name, value, description, createdAt, updatedAt }) {
      const put = db
        .prepare(
          `INSERT INTO variables (org_id, name, value, description, created_at, updated_at)
           SELECT ?1, ?2, ?3, ?4, ?5, ?6
           WHERE (SELECT count(*) FROM variables WHERE org_id = ?1) < ${MAX_VARIABLES}
             OR EXISTS (SELECT 1 FROM variables WHERE org_id = ?1 AND name = ?2)
           ON CONFLICT (org_id, name) DO UPDATE SET value = excluded.value, description = excluded.description,
             updated_at = max(excluded.updated_at, variables.updated_at + 1) RETURNING name`,
        )
        .bind(orgId, name, value, description, createdAt, updatedAt);
      return (await runGuarded(db, orgId, put)) ?? "limit";
    },

    async remove(orgId, name) {
      const remove = db
        .prepare("DELETE FROM variables WHERE org_id = ?1 AND name = ?2 RETURNING name")
        .bind(orgId, name);
      return runGuarded(db, orgId, remove);
    },
  };
}

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

    async insert(orgId, { name, value, description, createdAt, updatedAt }) {
      const insert = db
        .prepare(
          `INSERT INTO variables (org_id, name, value, description, created_at, updated_at)
           SELECT ?1, ?2, ?3, ?4, ?5, ?6 WHERE (SELECT count(*) FROM variables WHERE org_id = ?1) < ${MAX_VARIABLES}
           ON CONFLICT (org_id, name) DO NOTHING RETURNING name`,
        )
        .bind(orgId, name, value, description, createdAt, updatedAt);
      const change = await runGuarded(db, orgId, insert);
      if (change !== null) return change;
      return (await this.find(orgId, name)) === null ? "limit" : "exists";
    },

    async update(orgId, { name, value, description, updatedAt }) {
      const update = db
        .prepare(
          `UPDATE variables SET value = ?3, description = ?4, updated_at = max(?5, updated_at + 1)
           WHERE org_id = ?1 AND name = ?2 RETURNING name`,
        )
        .bind(orgId, name, value, description, updatedAt);
      return runGuarded(db, orgId, update);
    },

    async remove(orgId, name) {
      const remove = db
        .prepare("DELETE FROM variables WHERE org_id = ?1 AND name = ?2 RETURNING name")
        .bind(orgId, name);
      return runGuarded(db, orgId, remove);
    },
  };
}

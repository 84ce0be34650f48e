import type { ReachableOrganization, ReachableOrganizations } from "#domain/access/ports";
import { toPage } from "./page.ts";

const COLUMNS = "o.id, o.name, o.parent_id AS parentId, o.path";
const SHOWN = `o.deleted_at IS NULL AND (?1 IS NULL OR o.id = ?1 OR instr(lower(o.name), ?1) > 0) AND (?2 IS NULL OR o.path > ?2)`;

/** Driven by the memberships: a person of one organization never costs a look at all the region's. */
const WITHIN = `SELECT ${COLUMNS} FROM json_each(?4) AS own CROSS JOIN organizations AS o ON o.id = own.value WHERE ${SHOWN}
UNION
SELECT ${COLUMNS} FROM json_each(?5) AS above CROSS JOIN organizations AS o
  ON o.path > above.value || '/' AND o.path < above.value || '0' WHERE ${SHOWN}
ORDER BY 4 LIMIT ?3`;

/** For those who operate the region. */
const EVERYWHERE = `SELECT ${COLUMNS} FROM organizations AS o WHERE ${SHOWN} ORDER BY o.path LIMIT ?3`;

export function createReachableOrganizations(db: D1Database): ReachableOrganizations {
  return {
    async list({ everywhere, ids, below }, text, { limit, after }) {
      const bound = [text?.toLowerCase() ?? null, after, limit + 1];
      const statement = everywhere
        ? db.prepare(EVERYWHERE).bind(...bound)
        : db.prepare(WITHIN).bind(...bound, JSON.stringify(ids), JSON.stringify(below));
      const { results } = await statement.all<ReachableOrganization>();
      return toPage(
        results,
        limit,
        (row) => row,
        ({ path }) => path,
      );
    },

    async names(ids) {
      const { results } = await db
        .prepare("SELECT id, name FROM organizations WHERE id IN (SELECT value FROM json_each(?1))")
        .bind(JSON.stringify(ids))
        .all<{ id: string; name: string }>();
      return new Map(results.map(({ id, name }) => [id, name]));
    },
  };
}

import type { Organization, OrganizationRepository } from "#domain/configuration-ports";
import { toPage } from "./page.ts";

const COLUMNS = `id, name, region, catalogue_mode AS catalogueMode, retention_days AS retentionDays,
  intake_shards AS intakeShards, config_version AS configVersion, created_at AS createdAt,
  parent_id AS parentId, path`;

export function createOrganizationRepository(db: D1Database): OrganizationRepository {
  async function page(where: string, bound: readonly unknown[], after: string | null, limit: number) {
    const position = bound.length + 1;
    const { results } = await db
      .prepare(
        `SELECT ${COLUMNS} FROM organizations WHERE ${where} AND deleted_at IS NULL
         AND (?${position} IS NULL OR id < ?${position}) ORDER BY id DESC LIMIT ?${position + 1}`,
      )
      .bind(...bound, after, limit + 1)
      .all<Organization>();
    return toPage(
      results,
      limit,
      (row) => row,
      ({ id }) => id,
    );
  }

  return {
    list: ({ limit, after }) => page("true", [], after, limit),

    find(orgId) {
      return db
        .prepare(`SELECT ${COLUMNS} FROM organizations WHERE id = ?1 AND deleted_at IS NULL`)
        .bind(orgId)
        .first<Organization>();
    },

    below(path, depth, { limit, after }) {
      const parentId = path.split("/").at(-1) ?? "";
      return depth === "children"
        ? page(`${BELOW} AND parent_id = ?3`, [...rangeBelow(path), parentId], after, limit)
        : page(BELOW, rangeBelow(path), after, limit);
    },
  };
}

/** Everything below a path, as a range of the index on it: `0` is the character behind `/`. */
export const BELOW = "path > ?1 AND path < ?2";

export function rangeBelow(path: string): [from: string, to: string] {
  return [`${path}/`, `${path}0`];
}

import type { CustomRole, RoleRepository, RoleUse } from "#domain/access/custom-role";
import { isPermission } from "#domain/access/permissions";

/** What one organization may compose. With the bounded depth of the tree it bounds every list. */
const MAX_ROLES = 100;

const COLUMNS = "org_id, id, name, description, permissions, created_at, updated_at";

interface Row {
  readonly org_id: string;
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly permissions: string;
  readonly created_at: number;
  readonly updated_at: number;
}

/** The organization at the path `?3` and all below it that are not deleted: "0" is the character after "/". */
const SUBTREE = `(SELECT id FROM organizations WHERE deleted_at IS NULL
  AND (path = ?3 OR (path > ?3 || '/' AND path < ?3 || '0')))`;
const MEMBERS = `FROM memberships WHERE role_id = ?2 AND org_id IN ${SUBTREE}`;
const INVITATIONS = `FROM invitations WHERE role_id = ?2 AND accepted_at IS NULL AND expires_at > ?4 AND org_id IN ${SUBTREE}`;

const SAME_NAME = "SELECT 1 FROM roles WHERE org_id = ?1 AND lower(name) = lower(?3) AND id <> ?2";

export function createRoleRepository(db: D1Database, now: () => number): RoleRepository {
  async function nameIsTaken({ orgId, id, name }: CustomRole): Promise<boolean> {
    return (await db.prepare(SAME_NAME).bind(orgId, id, name).first()) !== null;
  }

  return {
    async list(path) {
      const { results } = await db
        .prepare(`SELECT ${COLUMNS} FROM roles WHERE org_id IN (SELECT value FROM json_each(?1))`)
        .bind(JSON.stringify(path))
        .all<Row>();
      return results.map(readRow);
    },

    async find(path, id) {
      const row = await db
        .prepare(`SELECT ${COLUMNS} FROM roles WHERE org_id IN (SELECT value FROM json_each(?1)) AND id = ?2`)
        .bind(JSON.stringify(path), id)
        .first<Row>();
      return row === null ? null : readRow(row);
    },

    async insert(role) {
      const row = await db
        .prepare(
          `INSERT INTO roles (${COLUMNS}) SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?6
           WHERE NOT EXISTS (${SAME_NAME}) AND (SELECT count(*) FROM roles WHERE org_id = ?1) < ${MAX_ROLES} RETURNING id`,
        )
        .bind(role.orgId, role.id, role.name, role.description, writePermissions(role), role.createdAt)
        .first();
      if (row !== null) return "inserted";
      return (await nameIsTaken(role)) ? "exists" : "limit";
    },

    async update(role, expectedUpdatedAt) {
      const row = await db
        .prepare(
          `UPDATE roles SET name = ?3, description = ?4, permissions = ?5, updated_at = ?6
           WHERE org_id = ?1 AND id = ?2 AND updated_at = ?7 AND NOT EXISTS (${SAME_NAME}) RETURNING id`,
        )
        .bind(
          role.orgId,
          role.id,
          role.name,
          role.description,
          writePermissions(role),
          role.updatedAt,
          expectedUpdatedAt,
        )
        .first();
      if (row !== null) return "updated";
      return (await nameIsTaken(role)) ? "exists" : "changed";
    },

    async remove(path, id, expectedUpdatedAt) {
      const row = await db
        .prepare(
          `DELETE FROM roles WHERE org_id = ?1 AND id = ?2 AND updated_at = ?5
             AND NOT EXISTS (SELECT 1 ${MEMBERS}) AND NOT EXISTS (SELECT 1 ${INVITATIONS}) RETURNING id`,
        )
        .bind(path.at(-1), id, path.join("/"), now(), expectedUpdatedAt)
        .first();
      return row !== null;
    },

    async countUse(path, id) {
      const use = await db
        .prepare(
          `SELECT (SELECT count(*) ${MEMBERS}) AS members, (SELECT count(*) ${INVITATIONS}) AS invitations WHERE ?1 <> ''`,
        )
        .bind(path.at(-1), id, path.join("/"), now())
        .first<RoleUse>();
      return use ?? { members: 0, invitations: 0 };
    },
  };
}

function writePermissions({ permissions }: CustomRole): string {
  return JSON.stringify([...permissions]);
}

function readRow(row: Row): CustomRole {
  // A word that this version does not know allows nothing.
  const permissions = new Set((JSON.parse(row.permissions) as string[]).filter(isPermission));
  return {
    orgId: row.org_id,
    id: row.id,
    name: row.name,
    description: row.description,
    permissions,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}

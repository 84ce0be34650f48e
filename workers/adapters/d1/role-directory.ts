import { isPermission } from "#domain/access/permissions";
import type { RoleDirectory } from "#domain/access/ports";
import { builtInRole, isRoleOfPlace, type Role } from "#domain/access/roles";

/** A custom role, joined to whatever names it; all null when the role is built in, or gone. */
export interface RoleColumns {
  readonly role_name: string | null;
  readonly role_description: string | null;
  readonly role_permissions: string | null;
}

export const ROLE_COLUMNS =
  "r.name AS role_name, r.description AS role_description, r.permissions AS role_permissions";

/** The custom role `roleId` of the organization `o` or of one above it: by primary key, one look-up for each of them. */
export function joinRole(roleId: string): string {
  return `LEFT JOIN roles r ON r.id = ${roleId}
    AND r.org_id IN (SELECT value FROM json_each('["' || replace(o.path, '/', '","') || '"]'))`;
}

/** What the role means in this place; null when it means nothing there. */
export function readRole(orgId: string, roleId: string, columns: RoleColumns): Role | null {
  if (!isRoleOfPlace(roleId, orgId)) return null;
  const builtIn = builtInRole(roleId);
  if (builtIn !== null || columns.role_permissions === null) return builtIn;
  return {
    id: roleId,
    name: columns.role_name ?? roleId,
    description: columns.role_description ?? "",
    // A word that this version does not know allows nothing.
    permissions: new Set((JSON.parse(columns.role_permissions) as string[]).filter(isPermission)),
  };
}

export function createRoleDirectory(db: D1Database): RoleDirectory {
  return {
    async find(orgId, roleId) {
      if (!isRoleOfPlace(roleId, orgId)) return null;
      const builtIn = builtInRole(roleId);
      if (builtIn !== null) return builtIn;
      const row = await db
        .prepare(
          `SELECT ${ROLE_COLUMNS} FROM organizations o ${joinRole("?2")} WHERE o.id = ?1 AND o.deleted_at IS NULL`,
        )
        .bind(orgId, roleId)
        .first<RoleColumns>();
      return row === null ? null : readRole(orgId, roleId, row);
    },
  };
}

import type { Membership } from "#domain/access/ports";
import { PLATFORM } from "#domain/access/roles";
import { joinRole, ROLE_COLUMNS, type RoleColumns, readRole } from "./role-directory.ts";

export interface MembershipRow extends RoleColumns {
  readonly org_id: string;
  readonly role_id: string;
  readonly organization_name: string | null;
  readonly path: string | null;
}

/** A person's memberships with what their roles allow, the oldest first. A deleted organization has no members. */
export const MEMBERSHIPS = `SELECT m.org_id, m.role_id, o.name AS organization_name, o.path, ${ROLE_COLUMNS}
  FROM memberships m
  LEFT JOIN organizations o ON o.id = m.org_id AND o.deleted_at IS NULL
  ${joinRole("m.role_id")}
  WHERE m.user_id = ?1 AND (o.id IS NOT NULL OR m.org_id = '${PLATFORM}')
  ORDER BY m.created_at, m.org_id`;

export function readMembership(row: MembershipRow): Membership {
  return {
    orgId: row.org_id,
    organizationName: row.organization_name,
    path: row.path?.split("/") ?? [row.org_id],
    roleId: row.role_id,
    role: readRole(row.org_id, row.role_id, row),
  };
}

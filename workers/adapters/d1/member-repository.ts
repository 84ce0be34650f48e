import { headRoleOf, type Member } from "#domain/access/member";
import type { MemberChange, MemberRepository } from "#domain/access/ports";
import { PLATFORM } from "#domain/access/roles";
import { MEMBERSHIPS, type MembershipRow, readMembership } from "./membership-row.ts";
import { toPage } from "./page.ts";
import { joinRole, ROLE_COLUMNS, type RoleColumns, readRole } from "./role-directory.ts";

interface Row extends RoleColumns {
  readonly user_id: string;
  readonly email: string;
  readonly name: string;
  readonly role_id: string;
  readonly second_factor: number;
  readonly created_at: number;
  readonly updated_at: number;
}

const MEMBERS = `SELECT m.user_id, u.email, u.name, m.role_id, u.totp_enabled_at IS NOT NULL AS second_factor,
    m.created_at, m.updated_at, ${ROLE_COLUMNS}
  FROM memberships m JOIN users u ON u.id = m.user_id
  LEFT JOIN organizations o ON o.id = m.org_id
  ${joinRole("m.role_id")}
  WHERE m.org_id = ?1`;

/** The member is still what the decision was made about, and somebody who can manage the place is left. */
const GUARD = `org_id = ?1 AND user_id = ?2 AND role_id = ?3 AND (role_id <> ?4 OR EXISTS
  (SELECT 1 FROM memberships other WHERE other.org_id = ?1 AND other.role_id = ?4 AND other.user_id <> ?2))`;

/**
 * What a member left open goes with their rights: an invitation to oneself would be the way back in. Also in the
 * organizations below, where their rights came from here.
 */
const REVOKE_INVITATIONS = `DELETE FROM invitations WHERE invited_by = ?2 AND accepted_at IS NULL AND
  (org_id = ?1 OR ?1 = '${PLATFORM}' OR org_id IN (SELECT below.id FROM organizations o
    JOIN organizations below ON below.path > o.path || '/' AND below.path < o.path || '0' WHERE o.id = ?1))
  AND NOT EXISTS (SELECT 1 FROM memberships WHERE org_id = ?1 AND user_id = ?2 AND role_id = ?3)`;

export function createMemberRepository(db: D1Database): MemberRepository {
  async function find(orgId: string, userId: string): Promise<Member | null> {
    const row = await db.prepare(`${MEMBERS} AND m.user_id = ?2`).bind(orgId, userId).first<Row>();
    return row === null ? null : readMember(orgId, row);
  }

  /** `change` and then the member's open invitations, in one batch. */
  async function run(orgId: string, member: Member, change: D1PreparedStatement): Promise<MemberChange> {
    const { userId, roleId } = member;
    const [changed] = await db.batch([change, db.prepare(REVOKE_INVITATIONS).bind(orgId, userId, roleId)]);
    if (changed?.results.length === 1) return "done";
    const now = await find(orgId, userId);
    return now?.roleId === roleId ? "last" : "changed";
  }

  return {
    find,

    async list(orgId, { limit, after }) {
      const { results } = await db
        .prepare(`${MEMBERS} AND (?2 IS NULL OR m.user_id > ?2) ORDER BY m.user_id LIMIT ?3`)
        .bind(orgId, after, limit + 1)
        .all<Row>();
      return toPage(
        results,
        limit,
        (row) => readMember(orgId, row),
        ({ userId }) => userId,
      );
    },

    async membershipsOf(userId) {
      const { results } = await db.prepare(MEMBERSHIPS).bind(userId).all<MembershipRow>();
      return results.map(readMembership);
    },

    changeRole: (orgId, member, roleId, now) =>
      run(
        orgId,
        member,
        db
          .prepare(`UPDATE memberships SET role_id = ?5, updated_at = ?6 WHERE ${GUARD} RETURNING user_id`)
          .bind(orgId, member.userId, member.roleId, headRoleOf(orgId), roleId, now),
      ),

    remove: (orgId, member) =>
      run(
        orgId,
        member,
        db
          .prepare(`DELETE FROM memberships WHERE ${GUARD} RETURNING user_id`)
          .bind(orgId, member.userId, member.roleId, headRoleOf(orgId)),
      ),
  };
}

function readMember(orgId: string, row: Row): Member {
  return {
    userId: row.user_id,
    email: row.email,
    name: row.name,
    roleId: row.role_id,
    role: readRole(orgId, row.role_id, row),
    secondFactor: row.second_factor === 1,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}

import type { FoundInvitation, Invitation } from "#domain/access/invitation";
import type { InvitationRepository } from "#domain/access/ports";
import { PLATFORM } from "#domain/access/roles";
import { toPage } from "./page.ts";

const MAX_OPEN = 500;
/** Who was invited, and by whom, can be looked up for so long; the audit log knows for longer. */
const KEPT_AFTER_MS = 30 * 86_400_000;

const COLUMNS = `i.org_id AS orgId, i.id, i.email, i.role_id AS roleId, i.invited_by AS invitedBy,
  i.created_at AS createdAt, i.expires_at AS expiresAt`;

/** By its token, open, and in a place that still exists. */
const OPEN = `i.token_hash = ?1 AND i.accepted_at IS NULL AND i.expires_at > ?2 AND
  (i.org_id = '${PLATFORM}' OR EXISTS (SELECT 1 FROM organizations o WHERE o.id = i.org_id AND o.deleted_at IS NULL))`;

export function createInvitationRepository(db: D1Database): InvitationRepository {
  return {
    async list(orgId, { limit, after }, now) {
      const { results } = await db
        .prepare(
          `SELECT ${COLUMNS} FROM invitations i WHERE i.org_id = ?1 AND (?2 IS NULL OR i.id < ?2)
             AND i.accepted_at IS NULL AND i.expires_at > ?3 ORDER BY i.id DESC LIMIT ?4`,
        )
        .bind(orgId, after, now, limit + 1)
        .all<Invitation>();
      return toPage(
        results,
        limit,
        (row) => row,
        ({ id }) => id,
      );
    },

    find(orgId, id, now) {
      return db
        .prepare(
          `SELECT ${COLUMNS} FROM invitations i WHERE i.org_id = ?1 AND i.id = ?2 AND i.accepted_at IS NULL AND i.expires_at > ?3`,
        )
        .bind(orgId, id, now)
        .first<Invitation>();
    },

    async insert({ orgId, id, email, roleId, invitedBy, createdAt, expiresAt }, tokenHash) {
      const member = "SELECT 1 FROM memberships m JOIN users u ON u.id = m.user_id WHERE m.org_id = ?1";
      const [, , inserted, found] = await db.batch<Record<string, unknown>>([
        db
          .prepare("DELETE FROM invitations WHERE org_id = ?1 AND expires_at < ?2")
          .bind(orgId, createdAt - KEPT_AFTER_MS),
        db
          .prepare("DELETE FROM invitations WHERE org_id = ?1 AND email = ?2 AND accepted_at IS NULL")
          .bind(orgId, email),
        db
          .prepare(
            `INSERT INTO invitations (org_id, id, email, role_id, token_hash, invited_by, created_at, expires_at)
             SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8 WHERE NOT EXISTS (${member} AND u.email = ?3) AND
               (SELECT count(*) FROM invitations WHERE org_id = ?1 AND accepted_at IS NULL AND expires_at > ?7) < ${MAX_OPEN}
             RETURNING id`,
          )
          .bind(orgId, id, email, roleId, tokenHash, invitedBy, createdAt, expiresAt),
        db.prepare(`${member} AND u.email = ?2`).bind(orgId, email),
      ]);
      if (inserted?.results.length === 1) return "done";
      return found?.results.length === 0 ? "limit" : "member";
    },

    async revoke(orgId, id) {
      const row = await db
        .prepare("DELETE FROM invitations WHERE org_id = ?1 AND id = ?2 AND accepted_at IS NULL RETURNING id")
        .bind(orgId, id)
        .first();
      return row !== null;
    },

    findByToken(tokenHash, now) {
      return db
        .prepare(`SELECT ${COLUMNS} FROM invitations i WHERE ${OPEN}`)
        .bind(tokenHash, now)
        .first<Invitation>();
    },

    lookUp(tokenHash) {
      return db
        .prepare(
          `SELECT ${COLUMNS}, i.accepted_at AS acceptedAt, o.name AS organizationName FROM invitations i
             LEFT JOIN organizations o ON o.id = i.org_id AND o.deleted_at IS NULL WHERE i.token_hash = ?1`,
        )
        .bind(tokenHash)
        .first<FoundInvitation>();
    },

    async accept(tokenHash, user, now) {
      const makeUser =
        "email" in user
          ? [
              db
                .prepare(
                  `INSERT INTO users (id, email, name, password_hash, created_at, updated_at)
                   SELECT ?3, i.email, ?4, ?5, ?2, ?2 FROM invitations i WHERE ${OPEN} ON CONFLICT (email) DO NOTHING`,
                )
                .bind(tokenHash, now, user.id, user.name, user.passwordHash),
            ]
          : [];
      const results = await db.batch([
        ...makeUser,
        // Joins nobody when another invitation made a user of the same address a moment ago: then this is tried again.
        db
          .prepare(
            `INSERT INTO memberships (org_id, user_id, role_id, created_at, updated_at)
             SELECT i.org_id, u.id, i.role_id, ?2, ?2 FROM invitations i JOIN users u ON u.id = ?3 AND u.email = i.email
             WHERE ${OPEN} ON CONFLICT (org_id, user_id) DO NOTHING`,
          )
          .bind(tokenHash, now, user.id),
        db
          .prepare(
            `UPDATE invitations AS i SET accepted_at = ?2 WHERE ${OPEN}
             AND EXISTS (SELECT 1 FROM memberships m WHERE m.org_id = i.org_id AND m.user_id = ?3) RETURNING id`,
          )
          .bind(tokenHash, now, user.id),
      ]);
      return results.at(-1)?.results.length === 1;
    },
  };
}

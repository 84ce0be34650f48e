import type { SessionRepository, StoredSession } from "#domain/identity/ports";
import type { Session } from "#domain/identity/user";

/** Beyond that many, whoever signs in once more is signed out where they signed in first. */
const MAX_SESSIONS = 100;

/** Revoked sessions stay until they would have ended: a stolen token must still be recognised as one of theirs. */
export function createSessionRepository(db: D1Database): SessionRepository {
  return {
    async insert(session, passwordHash) {
      const [inserted] = await db.batch([
        // The guards make signing in and "everybody out" safe beside each other: whichever is later sees the other.
        db
          .prepare(
            `INSERT INTO sessions (id, user_id, refresh_hash, rotated_at, created_at, expires_at, ip, user_agent)
             SELECT ?1, id, ?3, ?4, ?4, ?5, ?6, ?7 FROM users
             WHERE id = ?2 AND password_hash = ?8 AND sessions_valid_from <= ?4 RETURNING id`,
          )
          .bind(
            session.id,
            session.userId,
            session.refreshHash,
            session.createdAt,
            session.expiresAt,
            session.ip,
            session.userAgent,
            passwordHash,
          ),
        db
          .prepare(
            `UPDATE sessions SET revoked_at = ?2 WHERE user_id = ?1 AND revoked_at IS NULL AND id NOT IN
               (SELECT id FROM sessions WHERE user_id = ?1 AND revoked_at IS NULL ORDER BY id DESC LIMIT ${MAX_SESSIONS})`,
          )
          .bind(session.userId, session.createdAt),
      ]);
      return inserted?.results.length === 1;
    },

    find(id) {
      return db
        .prepare(
          `SELECT s.id, s.user_id AS userId, s.refresh_hash AS refreshHash, s.previous_hash AS previousHash,
             s.rotated_at AS rotatedAt, s.created_at AS createdAt, s.expires_at AS expiresAt,
             s.revoked_at AS revokedAt, u.sessions_valid_from AS validFrom
           FROM sessions s JOIN users u ON u.id = s.user_id WHERE s.id = ?1`,
        )
        .bind(id)
        .first<StoredSession>();
    },

    async rotate(id, from, to, now, expiresAt) {
      const row = await db
        .prepare(
          `UPDATE sessions SET refresh_hash = ?3, previous_hash = ?2, rotated_at = ?4, expires_at = ?5
           WHERE id = ?1 AND refresh_hash = ?2 AND revoked_at IS NULL RETURNING id`,
        )
        .bind(id, from, to, now, expiresAt)
        .first();
      return row !== null;
    },

    async list(userId, now) {
      const { results } = await db
        .prepare(
          `SELECT s.id, s.created_at AS createdAt, s.rotated_at AS refreshedAt, s.expires_at AS expiresAt, s.ip,
             s.user_agent AS userAgent
           FROM sessions s JOIN users u ON u.id = s.user_id
           WHERE s.user_id = ?1 AND s.revoked_at IS NULL AND s.expires_at > ?2 AND s.created_at >= u.sessions_valid_from
           ORDER BY s.id DESC LIMIT ${MAX_SESSIONS}`,
        )
        .bind(userId, now)
        .all<Session>();
      return results;
    },

    async revoke(userId, id, now) {
      const row = await db
        .prepare(
          "UPDATE sessions SET revoked_at = coalesce(revoked_at, ?3) WHERE id = ?2 AND user_id = ?1 RETURNING id",
        )
        .bind(userId, id, now)
        .first();
      return row !== null;
    },

    async revokeAll(userId, now) {
      await db.batch([
        // One that is made in this very millisecond belongs to before as well.
        db.prepare("UPDATE users SET sessions_valid_from = ?2 + 1 WHERE id = ?1").bind(userId, now),
        db
          .prepare("UPDATE sessions SET revoked_at = ?2 WHERE user_id = ?1 AND revoked_at IS NULL")
          .bind(userId, now),
      ]);
    },

    async removeExpired(now, limit) {
      await db
        .prepare(
          "DELETE FROM sessions WHERE id IN (SELECT id FROM sessions WHERE expires_at < ?1 ORDER BY expires_at LIMIT ?2)",
        )
        .bind(now, limit)
        .run();
    },
  };
}

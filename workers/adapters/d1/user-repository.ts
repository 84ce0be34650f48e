import type { UserRepository } from "#domain/identity/ports";
import type { User } from "#domain/identity/user";

const COLUMNS = "id, email, name, password_hash, totp_sealed, totp_enabled_at, recovery_codes, created_at";

interface Row {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly password_hash: string;
  readonly totp_sealed: string | null;
  readonly totp_enabled_at: number | null;
  readonly recovery_codes: string;
  readonly created_at: number;
}

export function createUserRepository(db: D1Database): UserRepository {
  /** True when a row was changed: a guard in the statement decides, and not what was read before. */
  const changes = async (sql: string, ...values: (string | number)[]): Promise<boolean> =>
    (await db
      .prepare(`${sql} RETURNING id`)
      .bind(...values)
      .first()) !== null;

  async function findBy(column: "id" | "email", value: string): Promise<User | null> {
    const row = await db
      .prepare(`SELECT ${COLUMNS} FROM users WHERE ${column} = ?1`)
      .bind(value)
      .first<Row>();
    return row === null ? null : readUser(row);
  }

  return {
    find: (id) => findBy("id", id),
    findByEmail: (email) => findBy("email", email),

    async rename(id, name, now) {
      await changes("UPDATE users SET name = ?2, updated_at = ?3 WHERE id = ?1", id, name, now);
    },

    async upgradeHash(id, from, to) {
      await changes("UPDATE users SET password_hash = ?3 WHERE id = ?1 AND password_hash = ?2", id, from, to);
    },

    async changePassword(id, from, to, keptSession, now) {
      const [changed] = await db.batch([
        db
          .prepare(
            "UPDATE users SET password_hash = ?3, updated_at = ?4 WHERE id = ?1 AND password_hash = ?2 RETURNING id",
          )
          .bind(id, from, to, now),
        db
          .prepare(
            `UPDATE sessions SET revoked_at = ?4 WHERE user_id = ?1 AND id <> ?3 AND revoked_at IS NULL
             AND EXISTS (SELECT 1 FROM users WHERE id = ?1 AND password_hash = ?2)`,
          )
          .bind(id, to, keptSession, now),
      ]);
      return changed?.results.length === 1;
    },

    beginSecondFactor: (id, sealed, now) =>
      changes(
        "UPDATE users SET totp_sealed = ?2, totp_last_step = NULL, updated_at = ?3 WHERE id = ?1 AND totp_enabled_at IS NULL",
        id,
        sealed,
        now,
      ),

    enableSecondFactor: (id, sealed, { step, recoveryHashes }, now) =>
      changes(
        `UPDATE users SET totp_enabled_at = ?3, totp_last_step = ?4, recovery_codes = ?5, updated_at = ?3
         WHERE id = ?1 AND totp_sealed = ?2 AND totp_enabled_at IS NULL`,
        id,
        sealed,
        now,
        step,
        JSON.stringify(recoveryHashes),
      ),

    async disableSecondFactor(id, now) {
      await changes(
        `UPDATE users SET totp_sealed = NULL, totp_enabled_at = NULL, totp_last_step = NULL, recovery_codes = '[]',
           updated_at = ?2 WHERE id = ?1`,
        id,
        now,
      );
    },

    useStep: (id, step) =>
      changes(
        `UPDATE users SET totp_last_step = ?2 WHERE id = ?1 AND totp_enabled_at IS NOT NULL
         AND (totp_last_step IS NULL OR totp_last_step < ?2)`,
        id,
        step,
      ),

    useRecoveryCode: (id, hash) =>
      changes(
        `UPDATE users SET recovery_codes =
           (SELECT json_group_array(value) FROM json_each(users.recovery_codes) WHERE value <> ?2)
         WHERE id = ?1 AND totp_enabled_at IS NOT NULL
           AND EXISTS (SELECT 1 FROM json_each(users.recovery_codes) WHERE value = ?2)`,
        id,
        hash,
      ),
  };
}

function readUser(row: Row): User {
  return {
    id: row.id,
    email: row.email,
    name: row.name,
    passwordHash: row.password_hash,
    totpSealed: row.totp_sealed,
    totpEnabledAt: row.totp_enabled_at,
    recoveryHashes: JSON.parse(row.recovery_codes) as string[],
    createdAt: row.created_at,
  };
}

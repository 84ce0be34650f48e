import { isPermission } from "#domain/access/permissions";
import type { ApiKeyRecord, ApiKeyRepository } from "#domain/configuration-ports";
import { toPage } from "./page.ts";

/** Not counted: keys that a rotation replaced. A full organization must still be able to rotate. */
const MAX_WORKING_KEYS = 100;

const COLUMNS = `id, name, hint, scopes, created_by AS createdBy, created_at AS createdAt, expires_at AS expiresAt,
  revoked_at AS revokedAt, last_used_at AS lastUsedAt, replaced_by AS replacedBy`;

const INSERT = `INSERT INTO api_keys (id, org_id, name, hash, hint, created_at, scopes, created_by, expires_at)
  SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9`;

type Row = Omit<ApiKeyRecord, "scopes"> & { readonly scopes: string };

function readRow(row: Row): ApiKeyRecord {
  return { ...row, scopes: (JSON.parse(row.scopes) as string[]).filter(isPermission) };
}

export function createApiKeyRepository(db: D1Database): ApiKeyRepository {
  return {
    async list(orgId, { limit, after }) {
      const { results } = await db
        .prepare(
          `SELECT ${COLUMNS} FROM api_keys WHERE org_id = ?1 AND (?2 IS NULL OR id < ?2) ORDER BY id DESC LIMIT ?3`,
        )
        .bind(orgId, after, limit + 1)
        .all<Row>();
      return toPage(results, limit, readRow, ({ id }) => id);
    },

    async find(orgId, id) {
      const row = await db
        .prepare(`SELECT ${COLUMNS} FROM api_keys WHERE org_id = ?1 AND id = ?2`)
        .bind(orgId, id)
        .first<Row>();
      return row === null ? null : readRow(row);
    },

    async insert(orgId, record, hash) {
      const working =
        "org_id = ?2 AND revoked_at IS NULL AND replaced_by IS NULL AND (expires_at IS NULL OR expires_at > ?6)";
      const row = await db
        .prepare(
          `${INSERT} WHERE (SELECT count(*) FROM api_keys WHERE ${working}) < ${MAX_WORKING_KEYS} RETURNING id`,
        )
        .bind(...insertValues(orgId, record, hash))
        .first();
      return row !== null;
    },

    async replace(orgId, old, record, hash) {
      const end = db
        .prepare(
          `UPDATE api_keys SET expires_at = ?3, replaced_by = ?4 WHERE org_id = ?1 AND id = ?2 AND revoked_at IS NULL
             AND replaced_by IS NULL AND (expires_at IS NULL OR expires_at > ?5)`,
        )
        .bind(orgId, old.id, old.expiresAt, record.id, record.createdAt);
      // Only if the statement before it, in the same transaction, has just named it as the successor.
      const insert = db
        .prepare(
          `${INSERT} WHERE EXISTS (SELECT 1 FROM api_keys WHERE org_id = ?2 AND id = ?10 AND replaced_by = ?1) RETURNING id`,
        )
        .bind(...insertValues(orgId, record, hash), old.id);
      const results = await db.batch([end, insert]);
      return results[1]?.results.length === 1;
    },

    async revoke(orgId, id, now) {
      const row = await db
        .prepare(
          "UPDATE api_keys SET revoked_at = coalesce(revoked_at, ?3) WHERE org_id = ?1 AND id = ?2 RETURNING id",
        )
        .bind(orgId, id, now)
        .first();
      return row !== null;
    },
  };
}

function insertValues(orgId: string, record: ApiKeyRecord, hash: string): unknown[] {
  const { id, name, hint, createdAt, scopes, createdBy, expiresAt } = record;
  return [id, orgId, name, hash, hint, createdAt, JSON.stringify(scopes), createdBy, expiresAt];
}

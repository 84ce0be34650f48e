import { isPermission } from "#domain/access/permissions";
import type { ApiKeyRecord, ApiKeyRepository } from "#domain/configuration-ports";
import { toPage } from "./page.ts";

const MAX_WORKING_KEYS = 100;

const COLUMNS =
  "id, name, hint, scopes, created_by AS createdBy, created_at AS createdAt, revoked_at AS revokedAt";

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

    async insert(orgId, record, hash) {
      const row = await db
        .prepare(
          `INSERT INTO api_keys (id, org_id, name, hash, hint, created_at, revoked_at, scopes, created_by) SELECT ?1, ?2, ?3, ?4, ?5, ?6, NULL, ?7, ?8
           WHERE (SELECT count(*) FROM api_keys WHERE org_id = ?2 AND revoked_at IS NULL) < ${MAX_WORKING_KEYS} RETURNING id`,
        )
        .bind(
          record.id,
          orgId,
          record.name,
          hash,
          record.hint,
          record.createdAt,
          JSON.stringify(record.scopes),
          record.createdBy,
        )
        .first();
      return row !== null;
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

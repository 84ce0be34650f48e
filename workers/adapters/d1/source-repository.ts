import type { SourceRepository } from "#domain/ingress/source-ports";
import type { SecretBox } from "../crypto/secret-box.ts";
import { toPage } from "./page.ts";
import { readSource, type SourceRow, sealVault, settingsOf } from "./source-row.ts";

const MAX_SOURCES = 500;

const TOKENS = `(SELECT json_group_array(json_object('hash', hash, 'hint', hint, 'createdAt', created_at, 'expiresAt', expires_at)
  ORDER BY created_at DESC, hash) FROM source_tokens WHERE source_tokens.org_id = sources.org_id AND source_id = sources.id)`;
const COLUMNS = `id, name, provider, enabled, config, vault, created_at, updated_at, ${TOKENS} AS tokens`;

/** The source is what its caller decided about. */
const AS_SEEN = "EXISTS (SELECT 1 FROM sources WHERE org_id = ?1 AND id = ?2 AND updated_at = ?3)";

/** Tokens from a JSON array, for the source ?2. */
const INSERT_TOKENS = `INSERT INTO source_tokens (org_id, hash, source_id, hint, created_at, expires_at)
  SELECT ?1, value ->> 'hash', ?2, value ->> 'hint', value ->> 'createdAt', value ->> 'expiresAt' FROM json_each(?4)
  WHERE ${AS_SEEN}`;

export function createSourceRepository(db: D1Database, box: SecretBox): SourceRepository {
  return {
    async list(orgId, { limit, after }) {
      const { results } = await db
        .prepare(
          `SELECT ${COLUMNS} FROM sources WHERE org_id = ?1 AND (?2 IS NULL OR id < ?2) ORDER BY id DESC LIMIT ?3`,
        )
        .bind(orgId, after, limit + 1)
        .all<SourceRow>();
      return toPage(results, limit, readSource, ({ id }) => id);
    },

    async find(orgId, id) {
      const row = await db
        .prepare(`SELECT ${COLUMNS} FROM sources WHERE org_id = ?1 AND id = ?2`)
        .bind(orgId, id)
        .first<SourceRow>();
      return row === null ? null : readSource(row);
    },

    async insert(orgId, write) {
      const { record } = write;
      const insert = db
        .prepare(
          `INSERT INTO sources (org_id, id, name, provider, enabled, config, vault, created_at, updated_at)
           SELECT ?1, ?2, ?4, ?5, ?6, ?7, ?8, ?3, ?3
           WHERE (SELECT count(*) FROM sources WHERE org_id = ?1) < ${MAX_SOURCES}
           AND EXISTS (SELECT 1 FROM organizations WHERE id = ?1 AND deleted_at IS NULL) RETURNING id`,
        )
        .bind(orgId, record.id, record.createdAt, ...(await columnsOf(orgId, write)));
      const tokens = db
        .prepare(INSERT_TOKENS)
        .bind(orgId, record.id, record.createdAt, JSON.stringify(record.tokens));
      const [inserted] = await db.batch([insert, tokens]);
      return inserted?.results.length === 1;
    },

    async update(orgId, write, expectedUpdatedAt) {
      const { record } = write;
      const seen = [orgId, record.id, expectedUpdatedAt] as const;
      const before = db
        .prepare(`DELETE FROM source_tokens WHERE org_id = ?1 AND source_id = ?2 AND ${AS_SEEN}`)
        .bind(...seen);
      const tokens = db.prepare(INSERT_TOKENS).bind(...seen, JSON.stringify(record.tokens));
      const update = db
        .prepare(
          `UPDATE sources SET name = ?4, provider = ?5, enabled = ?6, config = ?7, vault = ?8, updated_at = ?9
           WHERE org_id = ?1 AND id = ?2 AND updated_at = ?3 RETURNING id`,
        )
        .bind(...seen, ...(await columnsOf(orgId, write)), record.updatedAt);
      const results = await db.batch([before, tokens, update]);
      return results.at(-1)?.results.length === 1;
    },

    async remove(orgId, id, expectedUpdatedAt) {
      const seen = [orgId, id, expectedUpdatedAt] as const;
      const results = await db.batch([
        db
          .prepare(`DELETE FROM source_tokens WHERE org_id = ?1 AND source_id = ?2 AND ${AS_SEEN}`)
          .bind(...seen),
        db
          .prepare(`DELETE FROM source_activity WHERE org_id = ?1 AND source_id = ?2 AND ${AS_SEEN}`)
          .bind(...seen),
        db
          .prepare("DELETE FROM sources WHERE org_id = ?1 AND id = ?2 AND updated_at = ?3 RETURNING id")
          .bind(...seen),
      ]);
      return results.at(-1)?.results.length === 1;
    },
  };

  async function columnsOf(orgId: string, write: Parameters<SourceRepository["insert"]>[1]) {
    const { name, provider, enabled } = write.record;
    const vault = JSON.stringify(await sealVault(box, orgId, write));
    return [name, provider, enabled ? 1 : 0, JSON.stringify(settingsOf(write.record)), vault] as const;
  }
}

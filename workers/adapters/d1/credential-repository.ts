import type { ConfigChange } from "#domain/configuration-ports";
import type { AuthorizationRefusal } from "#domain/credentials/authorization-refusal";
import type { CredentialStatus } from "#domain/credentials/credential";
import type {
  CredentialRecord,
  CredentialRepository,
  TokenNews,
  UsingIntegration,
} from "#domain/credentials/ports";
import type { SecretBox } from "../crypto/secret-box.ts";
import { runGuarded } from "./config-version.ts";
import { openCredential, readSettings, sealCredential } from "./credential-row.ts";
import { toPage } from "./page.ts";

/** All of them are loaded into every isolate that delivers for the organization. */
const MAX_CREDENTIALS = 500;

const COLUMNS = "id, name, kind, config, status, detail, expires_at, created_at, updated_at";
const READ_COLUMNS = `${COLUMNS}, authorization_refusal`;

interface Row {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
  readonly config: string;
  readonly status: CredentialStatus;
  readonly detail: string | null;
  readonly expires_at: number | null;
  readonly created_at: number;
  readonly updated_at: number;
  readonly authorization_refusal: string | null;
}

const AS_SEEN = "org_id = ?1 AND id = ?2 AND updated_at = ?3";
const UNUSED = "NOT EXISTS (SELECT 1 FROM integrations WHERE org_id = ?1 AND config ->> 'credentialId' = ?2)";

export function createCredentialRepository(db: D1Database, box: SecretBox): CredentialRepository {
  async function find(orgId: string, id: string): Promise<CredentialRecord | null> {
    const row = await db
      .prepare(`SELECT ${READ_COLUMNS} FROM credentials WHERE org_id = ?1 AND id = ?2`)
      .bind(orgId, id)
      .first<Row>();
    return row === null ? null : readRow(row);
  }

  return {
    find,

    async list(orgId, { limit, after }) {
      const { results } = await db
        .prepare(
          `SELECT ${READ_COLUMNS} FROM credentials WHERE org_id = ?1 AND (?2 IS NULL OR id < ?2) ORDER BY id DESC LIMIT ?3`,
        )
        .bind(orgId, after, limit + 1)
        .all<Row>();
      return toPage(results, limit, readRow, ({ id }) => id);
    },

    async open(orgId, id) {
      const record = await find(orgId, id);
      if (record === null) return null;
      return { settings: await openCredential(box, orgId, id, record.settings), updatedAt: record.updatedAt };
    },

    async insert(orgId, { id, name, settings, status, detail, createdAt, updatedAt }) {
      const { kind, config } = await sealCredential(box, orgId, id, settings);
      const insert = db
        .prepare(
          `INSERT INTO credentials (org_id, ${COLUMNS}) SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, NULL, ?8, ?9
           WHERE (SELECT count(*) FROM credentials WHERE org_id = ?1) < ${MAX_CREDENTIALS} RETURNING id`,
        )
        .bind(orgId, id, name, kind, JSON.stringify(config), status, detail, createdAt, updatedAt);
      return runGuarded(db, orgId, insert);
    },

    async update(orgId, id, { name, settings }, news, expectedUpdatedAt, updatedAt) {
      const { config } = await sealCredential(box, orgId, id, settings);
      const update = db
        .prepare(
          `UPDATE credentials SET name = ?4, config = ?5, updated_at = ?6 ${news === null ? "" : `, ${newsColumns(7)}`}
           WHERE ${AS_SEEN} RETURNING id`,
        )
        .bind(
          orgId,
          id,
          expectedUpdatedAt,
          name,
          JSON.stringify(config),
          updatedAt,
          ...(news === null ? [] : newsValues(news)),
        );
      return runGuarded(db, orgId, update);
    },

    async remove(orgId, id, expectedUpdatedAt) {
      const ended = db
        .prepare(
          `DELETE FROM oauth_authorizations WHERE org_id = ?1 AND credential_id = ?2
           AND NOT EXISTS (SELECT 1 FROM credentials WHERE org_id = ?1 AND id = ?2)`,
        )
        .bind(orgId, id);
      const remove = db
        .prepare(`DELETE FROM credentials WHERE ${AS_SEEN} AND ${UNUSED} RETURNING id`)
        .bind(orgId, id, expectedUpdatedAt);
      const change = await runGuarded(db, orgId, remove, { after: [ended] });
      if (change !== null) return change;
      const used = await usedBy(db, orgId, id, 1);
      return used.length > 0 ? "in_use" : null;
    },

    async noteTokens(orgId, id, revision, news) {
      await db
        .prepare(`UPDATE credentials SET ${newsColumns(4)} WHERE ${AS_SEEN}`)
        .bind(orgId, id, revision, ...newsValues(news))
        .run();
    },

    async noteAuthorized(orgId, id, revision, news, updatedAt): Promise<ConfigChange | null> {
      const update = db
        .prepare(
          `UPDATE credentials SET updated_at = ?4, authorization_refusal = NULL, ${newsColumns(5)} WHERE ${AS_SEEN} RETURNING id`,
        )
        .bind(orgId, id, revision, updatedAt, ...newsValues(news));
      return runGuarded(db, orgId, update);
    },

    async noteRefused(orgId, id, refusal) {
      await db
        .prepare("UPDATE credentials SET authorization_refusal = ?3 WHERE org_id = ?1 AND id = ?2")
        .bind(orgId, id, JSON.stringify(refusal))
        .run();
    },

    usedBy: (orgId, id, limit) => usedBy(db, orgId, id, limit),

    async claimRenewable(now, again, limit) {
      const { results } = await db
        .prepare(
          `UPDATE credentials SET renew_at = ?2 WHERE (org_id, id) IN
           (SELECT org_id, id FROM credentials WHERE renew_at IS NOT NULL AND renew_at <= ?1 ORDER BY renew_at LIMIT ?3)
           RETURNING org_id AS orgId, id AS credentialId, updated_at AS revision`,
        )
        .bind(now, again, limit)
        .all<{ orgId: string; credentialId: string; revision: number }>();
      return results;
    },
  };
}

async function usedBy(
  db: D1Database,
  orgId: string,
  id: string,
  limit: number,
): Promise<readonly UsingIntegration[]> {
  const { results } = await db
    .prepare(
      "SELECT id, name FROM integrations WHERE org_id = ?1 AND config ->> 'credentialId' = ?2 ORDER BY id LIMIT ?3",
    )
    .bind(orgId, id, limit)
    .all<UsingIntegration>();
  return results;
}

/** Four parameters, the first of them `?first`. */
function newsColumns(first: number): string {
  return `status = coalesce(?${first}, status), detail = ?${first + 1}, expires_at = ?${first + 2}, renew_at = ?${first + 3}`;
}

function newsValues({ status, detail, expiresAt, renewAt }: TokenNews): (string | number | null)[] {
  return [status, detail, expiresAt, renewAt];
}

function readRow(row: Row): CredentialRecord {
  return {
    id: row.id,
    name: row.name,
    settings: readSettings(row),
    status: row.status,
    detail: row.detail,
    expiresAt: row.expires_at,
    refusal: JSON.parse(row.authorization_refusal ?? "null") as AuthorizationRefusal | null,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}

import type { NewSecret, SecretRecord, SecretRepository } from "#domain/configuration-ports";
import type { SecretKind, StoredSigningSecret } from "#domain/signing/signing-config";
import { hintOf } from "#domain/tenancy/stored-settings";
import type { SecretBox } from "../crypto/secret-box.ts";
import { runGuarded } from "./config-version.ts";
import { openSigningSecret, secretPlace } from "./integration-row.ts";

interface Row {
  readonly id: string;
  readonly kind: SecretKind;
  readonly sealed: string;
  readonly hint: string;
  readonly created_at: number;
  readonly expires_at: number | null;
}

/** The integration still is what the decision was made about. In every statement that runs before the guard. */
const UNCHANGED = "EXISTS (SELECT 1 FROM integrations WHERE org_id = ?1 AND id = ?2 AND updated_at = ?3)";

export function createSecretRepository(db: D1Database, box: SecretBox): SecretRepository {
  async function read(orgId: string, integrationId: string): Promise<readonly Row[]> {
    const { results } = await db
      .prepare(
        `SELECT id, kind, sealed, hint, created_at, expires_at FROM signing_secrets
         WHERE org_id = ?1 AND integration_id = ?2 ORDER BY created_at DESC, id DESC`,
      )
      .bind(orgId, integrationId)
      .all<Row>();
    return results;
  }

  return {
    async list(orgId, integrationId) {
      return (await read(orgId, integrationId)).map(
        (row): SecretRecord => ({
          id: row.id,
          kind: row.kind,
          hint: row.hint,
          createdAt: row.created_at,
          expiresAt: row.expires_at,
        }),
      );
    },

    async open(orgId, integrationId) {
      const rows = await read(orgId, integrationId);
      return Promise.all(
        rows.map(async (row): Promise<StoredSigningSecret> => {
          const value = await openSigningSecret(box, orgId, integrationId, row);
          return { id: row.id, kind: row.kind, value, expiresAt: row.expires_at };
        }),
      );
    },

    async change(orgId, integrationId, { added, expiring, removed }, expectedUpdatedAt, updatedAt) {
      const unchanged = (sql: string, ...values: (string | number | null)[]) =>
        db.prepare(`${sql} AND ${UNCHANGED}`).bind(orgId, integrationId, expectedUpdatedAt, ...values);
      const own = "WHERE org_id = ?1 AND integration_id = ?2 AND id = ?4";
      const before = [
        ...expiring.map(({ id, expiresAt }) =>
          unchanged(`UPDATE signing_secrets SET expires_at = ?5 ${own}`, id, expiresAt),
        ),
        ...removed.map((id) => unchanged(`DELETE FROM signing_secrets ${own}`, id)),
        ...(added === null
          ? []
          : [await insertSecret(db, box, orgId, integrationId, added, expectedUpdatedAt)]),
      ];
      const guard = db
        .prepare(
          "UPDATE integrations SET updated_at = ?4 WHERE org_id = ?1 AND id = ?2 AND updated_at = ?3 RETURNING id",
        )
        .bind(orgId, integrationId, expectedUpdatedAt, updatedAt);
      return runGuarded(db, orgId, guard, { before });
    },
  };
}

/** Only when the integration exists, and is as the caller saw it. */
export async function insertSecret(
  db: D1Database,
  box: SecretBox,
  orgId: string,
  integrationId: string,
  secret: NewSecret,
  expectedUpdatedAt: number = secret.createdAt,
): Promise<D1PreparedStatement> {
  const { id, kind, value, publicKey, createdAt } = secret;
  const sealed = await box.seal(value, secretPlace(orgId, integrationId, id));
  return db
    .prepare(
      `INSERT INTO signing_secrets (org_id, integration_id, id, kind, sealed, hint, created_at, expires_at)
       SELECT ?1, ?2, ?4, ?5, ?6, ?7, ?8, NULL WHERE ${UNCHANGED}`,
    )
    .bind(
      orgId,
      integrationId,
      expectedUpdatedAt,
      id,
      kind,
      sealed,
      publicKey ?? secretHint(value),
      createdAt,
    );
}

/** Of the key itself: the prefix is no part of what must stay unknown, and would make a short key look long. */
function secretHint(value: string): string {
  return hintOf(value.replace(/^(whsec_|utf8:)/, ""));
}

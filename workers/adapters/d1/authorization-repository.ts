import { createHash } from "node:crypto";
import type { AuthorizationOwner, AuthorizationRepository } from "#domain/credentials/ports";
import type { SecretBox, SecretPlace } from "../crypto/secret-box.ts";

interface Row {
  readonly org_id: string;
  readonly credential_id: string;
  readonly verifier_sealed: string;
  readonly redirect_uri: string;
  readonly started_by: string;
  readonly return_url: string | null;
  readonly expires_at: number;
}

/** The state itself is known to the browser alone: what is kept is its hash, so the table opens no door. */
export function createAuthorizationRepository(db: D1Database, box: SecretBox): AuthorizationRepository {
  return {
    async insert(state, { orgId, credentialId, verifier, redirectUri, startedBy, returnUrl, expiresAt }) {
      const stateHash = hash(state);
      const sealed = await box.seal(verifier, place(orgId, stateHash));
      await db
        .prepare(
          `INSERT INTO oauth_authorizations (state_hash, org_id, credential_id, verifier_sealed, redirect_uri, started_by, return_url, expires_at)
           VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)`,
        )
        .bind(stateHash, orgId, credentialId, sealed, redirectUri, startedBy, returnUrl, expiresAt)
        .run();
    },

    async find(state, now) {
      return db
        .prepare(
          `SELECT org_id AS orgId, credential_id AS credentialId, started_by AS startedBy
           FROM oauth_authorizations WHERE state_hash = ?1 AND expires_at > ?2`,
        )
        .bind(hash(state), now)
        .first<AuthorizationOwner>();
    },

    async take(state, now) {
      const stateHash = hash(state);
      const row = await db
        .prepare("DELETE FROM oauth_authorizations WHERE state_hash = ?1 RETURNING *")
        .bind(stateHash)
        .first<Row>();
      if (row === null || row.expires_at <= now) return null;
      return {
        orgId: row.org_id,
        credentialId: row.credential_id,
        verifier: await box.open(row.verifier_sealed, place(row.org_id, stateHash)),
        redirectUri: row.redirect_uri,
        startedBy: row.started_by,
        returnUrl: row.return_url,
        expiresAt: row.expires_at,
      };
    },

    async removeExpired(before, limit) {
      await db
        .prepare(
          `DELETE FROM oauth_authorizations WHERE state_hash IN
           (SELECT state_hash FROM oauth_authorizations WHERE expires_at < ?1 ORDER BY expires_at LIMIT ?2)`,
        )
        .bind(before, limit)
        .run();
    },
  };
}

/** A state has 256 random bits: there is nothing to guess. */
function hash(state: string): string {
  return createHash("sha256").update(state).digest("base64url");
}

function place(orgId: string, stateHash: string): SecretPlace {
  return { orgId, table: "oauth_authorizations", row: stateHash, field: "verifier" };
}

import type { CredentialIdentity } from "#domain/credentials/target-credential";
import type { CredentialVaults } from "#domain/secrets/ports";

/** The rotation's view of the CredentialObjects; which there are, the database knows. */
export function createCredentialVaults(
  db: D1Database,
  reseal: (identity: CredentialIdentity) => Promise<number>,
): CredentialVaults {
  return {
    async list(orgId, after, limit) {
      const { results } = await db
        .prepare("SELECT id FROM credentials WHERE org_id = ?1 AND id > ?2 ORDER BY id LIMIT ?3")
        .bind(orgId, after, limit)
        .all<{ id: string }>();
      return results.map(({ id }) => id);
    },
    reseal: (orgId, credentialId) => reseal({ orgId, credentialId, revision: 0 }),
  };
}

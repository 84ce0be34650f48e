import type { CredentialVaults } from "#domain/secrets/ports";
import type { CredentialObject } from "../../../durable-objects/credential.ts";
import { type Jurisdiction, within } from "./jurisdiction.ts";

/** The rotation's view of the CredentialObjects; which there are, the database knows. */
export function createCredentialVaults(
  db: D1Database,
  namespace: DurableObjectNamespace<CredentialObject>,
  jurisdiction: Jurisdiction,
): CredentialVaults {
  const objects = within(namespace, jurisdiction);
  return {
    async list(orgId, after, limit) {
      const { results } = await db
        .prepare("SELECT id FROM credentials WHERE org_id = ?1 AND id > ?2 ORDER BY id LIMIT ?3")
        .bind(orgId, after, limit)
        .all<{ id: string }>();
      return results.map(({ id }) => id);
    },
    reseal: async (orgId, credentialId) => objects.getByName(`${orgId}:${credentialId}`).reseal(),
  };
}

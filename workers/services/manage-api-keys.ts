import type { ApiKeyRecord } from "#domain/configuration-ports";
import { Problem } from "#domain/problem";
import { apiKeyHint } from "#domain/tenancy/api-key";
import type { ConfigurationServices } from "./configuration-services.ts";

export type NewApiKey = Pick<ApiKeyRecord, "name" | "scopes" | "createdBy">;

/** The key is in the answer and nowhere else: only its hash is stored. */
export async function createApiKey(
  services: ConfigurationServices,
  orgId: string,
  { name, scopes, createdBy }: NewApiKey,
): Promise<{ readonly record: ApiKeyRecord; readonly key: string }> {
  const { key, hash } = services.makeApiKey();
  const record: ApiKeyRecord = {
    id: services.createId("key"),
    name,
    hint: apiKeyHint(key),
    scopes,
    createdBy,
    createdAt: services.now(),
    revokedAt: null,
  };
  if (!(await services.repositories.apiKeys.insert(orgId, record, hash))) {
    throw new Problem("conflict", "The organization has as many API keys as it may have. Revoke one first.");
  }
  return { record, key };
}

/** At once here; within half a minute in isolates that have just seen the key. */
export async function revokeApiKey(
  services: ConfigurationServices,
  orgId: string,
  id: string,
): Promise<void> {
  const known = await services.repositories.apiKeys.revoke(orgId, id, services.now());
  services.forgetApiKeys();
  if (!known) throw new Problem("not_found", `There is no API key ${id}. GET /api/v1/api-keys lists yours.`);
}

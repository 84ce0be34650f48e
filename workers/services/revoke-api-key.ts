import type { ApiKeyRecord } from "#domain/configuration-ports";
import type { ConfigurationServices } from "./configuration-services.ts";
import { findApiKey } from "./find-api-key.ts";

/** At once here; within half a minute in isolates that have just seen the key. */
export async function revokeApiKey(
  services: ConfigurationServices,
  orgId: string,
  id: string,
): Promise<ApiKeyRecord> {
  await services.repositories.apiKeys.revoke(orgId, id, services.now());
  services.forgetApiKeys();
  return findApiKey(services, orgId, id);
}

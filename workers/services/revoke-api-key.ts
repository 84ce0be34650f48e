import type { ApiKeyRecord } from "#domain/configuration-ports";
import type { ConfigurationServices } from "./configuration-services.ts";
import { findApiKey } from "./find-api-key.ts";

export interface RevokedApiKey {
  readonly before: ApiKeyRecord;
  readonly after: ApiKeyRecord;
}

/** At once here; within half a minute in isolates that have just seen the key. */
export async function revokeApiKey(
  services: ConfigurationServices,
  orgId: string,
  id: string,
): Promise<RevokedApiKey> {
  const before = await findApiKey(services, orgId, id);
  await services.repositories.apiKeys.revoke(orgId, id, services.now());
  services.forgetApiKeys();
  return { before, after: await findApiKey(services, orgId, id) };
}

import type { ApiKeyRecord } from "#domain/configuration-ports";
import { Problem } from "#domain/problem";
import type { ConfigurationServices } from "./configuration-services.ts";

/** @throws Problem 404 */
export async function findApiKey(
  { repositories }: ConfigurationServices,
  orgId: string,
  id: string,
): Promise<ApiKeyRecord> {
  const record = await repositories.apiKeys.find(orgId, id);
  if (record === null) {
    throw new Problem("not_found", `There is no API key ${id}. GET /api/v1/api-keys lists yours.`);
  }
  return record;
}

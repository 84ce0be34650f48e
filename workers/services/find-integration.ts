import type { IntegrationRecord } from "#domain/configuration-ports";
import { Problem } from "#domain/problem";
import type { ConfigurationServices } from "./configuration-services.ts";

/** @throws Problem 404 when the organization has no such integration, also when another one has. */
export async function findIntegration(
  services: Pick<ConfigurationServices, "repositories">,
  orgId: string,
  id: string,
): Promise<IntegrationRecord> {
  const record = await services.repositories.integrations.find(orgId, id);
  if (record === null) {
    throw new Problem("not_found", `There is no integration ${id}. GET /api/v1/integrations lists yours.`);
  }
  return record;
}

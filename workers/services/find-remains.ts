import type { Remains } from "#domain/operations/purge-ports";
import type { ConfigurationServices } from "./configuration-services.ts";
import type { PurgeServices } from "./purge-organization.ts";
import { scanRemains } from "./scan-remains.ts";

type Services = PurgeServices & Pick<ConfigurationServices, "repositories">;

/** For the operator: is anything of this organization still here? Asked of an id that nobody knows, it finds nothing. */
export async function findRemains(services: Services, orgId: string): Promise<Remains> {
  const present = await services.repositories.organizations.find(orgId);
  const deleted = await services.purgeRecords.find(orgId);
  const found = await scanRemains(services, orgId, deleted?.state?.objects ?? []);
  const organization = present !== null ? "present" : deleted !== null ? "deleted" : "none";
  return { organization, ...found };
}

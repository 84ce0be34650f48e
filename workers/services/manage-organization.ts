import type { Organization, OrganizationChanges } from "#domain/configuration-ports";
import { Problem } from "#domain/problem";
import { announceChange } from "./announce-config.ts";
import type { ConfigurationServices } from "./configuration-services.ts";

const DEFAULTS = { catalogueMode: "open", retentionDays: 30, intakeShards: 1 } as const;

/** An organization lives in the region that made it: its id and its keys say so. */
export async function createOrganization(
  services: ConfigurationServices,
  input: OrganizationChanges & Pick<Organization, "name">,
): Promise<Organization> {
  const organization: Organization = {
    ...DEFAULTS,
    ...input,
    id: services.createId(`org_${services.region}`),
    region: services.region,
    configVersion: 1,
    createdAt: services.now(),
  };
  await services.repositories.organizations.insert(organization);
  return organization;
}

/**
 * Change an organization's settings. Another number of intake shards sends keys to other IntakeObjects, which do not
 * know what was posted before: an Idempotency-Key that is repeated across the change is taken a second time.
 */
export async function updateOrganization(
  services: ConfigurationServices,
  orgId: string,
  changes: OrganizationChanges,
): Promise<{ readonly before: Organization; readonly after: Organization }> {
  const before = await findOrganization(services, orgId);
  const organization = await services.repositories.organizations.update(orgId, changes);
  if (organization === null) throw noOrganization(orgId);
  await announceChange(services, {
    orgId,
    version: organization.configVersion,
    // Shards that are no longer used still hand out what they took.
    intakeShards: Math.max(before.intakeShards, organization.intakeShards),
  });
  return { before, after: organization };
}

/** @throws Problem 404 */
export async function findOrganization(
  services: ConfigurationServices,
  orgId: string,
): Promise<Organization> {
  const organization = await services.repositories.organizations.find(orgId);
  if (organization === null) throw noOrganization(orgId);
  return organization;
}

function noOrganization(orgId: string): Problem {
  return new Problem("not_found", `There is no organization ${orgId} in this region.`);
}

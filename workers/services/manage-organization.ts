import type { Organization, OrganizationChanges } from "#domain/configuration-ports";
import { Problem, type ProblemDetail } from "#domain/problem";
import { deriveNode, deriveTree, MAX_DEPTH, MAX_TREE } from "#domain/tenancy/organization-tree";
import type { OwnPolicy } from "#domain/tenancy/policy";
import { checkPolicy } from "#domain/tenancy/policy-wish";
import { LIMITLESS } from "#domain/tenancy/quota";
import type { Lineage } from "#domain/tenancy/tree-ports";
import { announceChange } from "./announce-config.ts";
import { changeTree, noOrganization } from "./change-tree.ts";
import type { ConfigurationServices } from "./configuration-services.ts";

const ATTEMPTS = 5;

export type NewOrganization = OrganizationChanges &
  Pick<Organization, "name"> & {
    /** The organization that it is made below; left out for one at the top. */
    readonly parentId?: string;
  };

/** An organization lives in the region that made it, where its parent lives too: its id and its keys say so. */
export async function createOrganization(
  services: ConfigurationServices,
  { parentId, ...input }: NewOrganization,
): Promise<Organization> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const parent = parentId === undefined ? null : await services.organizationTree.lineage(parentId);
    if (parentId !== undefined && parent === null) throw noOrganization(parentId);
    const organization = await insert(services, parent, input);
    if (organization !== null) return organization;
  }
  throw new Problem("conflict", "The parent is being changed right now. Try again in a moment.");
}

async function insert(
  services: ConfigurationServices,
  parent: Lineage | null,
  { name, intakeShards = 1, ...policy }: OrganizationChanges & Pick<Organization, "name">,
): Promise<Organization | null> {
  const way = parent === null ? [] : [...parent.above, parent.self];
  if (way.length >= MAX_DEPTH) {
    throw new Problem("conflict", `Organizations are nested at most ${MAX_DEPTH} levels deep.`);
  }
  const above = parent === null ? null : (deriveTree(way).get(parent.self.id) ?? null);
  const own = checked(policy, above?.policy ?? null, services.region);
  const derived = deriveNode(above, { own, quotaSet: LIMITLESS });
  const id = services.createId(`org_${services.region}`);
  const organization: Organization = {
    id,
    name,
    region: services.region,
    catalogueMode: derived.policy.catalogueMode,
    retentionDays: derived.policy.retentionDays,
    intakeShards,
    configVersion: 1,
    createdAt: services.now(),
    parentId: parent?.self.id ?? null,
    path: parent === null ? id : `${parent.self.path}/${id}`,
  };
  const result = await services.organizationTree.insert(organization, own, LIMITLESS, derived, parent);
  switch (result) {
    case "inserted":
      return organization;
    case "changed":
      return null;
    case "full":
      throw new Problem("conflict", `One tree has at most ${MAX_TREE} organizations. Delete one first.`);
  }
}

/**
 * Change an organization's settings. Another number of intake shards sends keys to other IntakeObjects, which do not
 * know what was posted before: an Idempotency-Key that is repeated across the change is taken a second time.
 */
export async function updateOrganization(
  services: ConfigurationServices,
  orgId: string,
  { name, intakeShards, ...policy }: OrganizationChanges,
): Promise<Organization> {
  const before = await findOrganization(services, orgId);
  await changeTree(services, orgId, ({ self }, parent) => ({
    ...(name === undefined ? {} : { name }),
    ...(intakeShards === undefined ? {} : { intakeShards }),
    // Only what is asked for now is judged: an older wish that the parent has overtaken must not be in the way.
    own: { ...self.own, ...checked(policy, parent?.policy ?? null, services.region) },
    quotaSet: self.quotaSet,
  }));
  const organization = await findOrganization(services, orgId);
  if (before.intakeShards > organization.intakeShards) {
    // Shards that are no longer used still hand out what they took.
    const { configVersion: version } = organization;
    await announceChange(services, { orgId, version, intakeShards: before.intakeShards });
  }
  return organization;
}

/** @throws Problem 404 */
export async function findOrganization(
  services: Pick<ConfigurationServices, "repositories">,
  orgId: string,
): Promise<Organization> {
  const organization = await services.repositories.organizations.find(orgId);
  if (organization === null) throw noOrganization(orgId);
  return organization;
}

/** @throws Problem 422 where the policy is malformed, or looser than what is inherited */
export function checked(
  own: OwnPolicy,
  parent: Parameters<typeof checkPolicy>[1],
  region: string,
): OwnPolicy {
  const result = checkPolicy(own, parent, region);
  if (!result.ok) throw refused(result.problems);
  return result.own;
}

export function refused(problems: readonly ProblemDetail[]): Problem {
  return new Problem(
    "invalid_body",
    "Nothing was saved. Correct the members named in errors and send again.",
    problems,
  );
}

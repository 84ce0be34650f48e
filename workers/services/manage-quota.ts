import { Problem } from "#domain/problem";
import { deriveTree } from "#domain/tenancy/organization-tree";
import { exceedingQuota, LIMITLESS, type Quota } from "#domain/tenancy/quota";
import { changeTree, noOrganization } from "./change-tree.ts";
import type { ConfigurationServices } from "./configuration-services.ts";
import { type findOrganization, refused } from "./manage-organization.ts";

type Services = Pick<ConfigurationServices, "organizationTree" | "configurations" | "intake">;

export interface QuotaView {
  /** What was set from above. */
  readonly set: Quota;
  /** The smallest of that and of everything above. */
  readonly effective: Quota;
}

export async function findQuota(
  { organizationTree }: Pick<Services, "organizationTree">,
  orgId: string,
): Promise<QuotaView> {
  const lineage = await organizationTree.lineage(orgId);
  if (lineage === null) throw noOrganization(orgId);
  const effective = deriveTree([...lineage.above, lineage.self]).get(orgId)?.quota ?? LIMITLESS;
  return { set: lineage.self.quotaSet, effective };
}

/** @throws Problem 422 where it is more than the organization right above may use itself */
export async function saveQuota(services: Services, orgId: string, wish: Quota): Promise<QuotaView> {
  await changeTree(services, orgId, ({ self }, parent) => {
    const problems = parent === null ? [] : exceedingQuota(parent.quota, wish);
    if (problems.length > 0) throw refused(problems);
    return { own: self.own, quotaSet: wish };
  });
  return findQuota(services, orgId);
}

/**
 * The organization, if it is below the acting one. Itself is not: nobody raises their own quota.
 * @throws Problem 404 for every other one, whether it exists or not
 */
export async function findDescendant(
  services: Pick<ConfigurationServices, "repositories">,
  orgId: string,
  childId: string,
): Promise<Awaited<ReturnType<typeof findOrganization>>> {
  const child = await services.repositories.organizations.find(childId);
  if (child === null || child.id === orgId || !child.path.split("/").includes(orgId)) {
    throw new Problem("not_found", "There is no such organization below this one.");
  }
  return child;
}

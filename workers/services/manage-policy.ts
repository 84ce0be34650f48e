import { deriveTree } from "#domain/tenancy/organization-tree";
import { type EffectivePolicy, inheritedMembers, LOOSEST, type OwnPolicy } from "#domain/tenancy/policy";
import { changeTree, noOrganization } from "./change-tree.ts";
import type { ConfigurationServices } from "./configuration-services.ts";
import { checked } from "./manage-organization.ts";

type Services = Pick<ConfigurationServices, "organizationTree" | "configurations" | "intake" | "region">;

export interface PolicyView {
  readonly own: OwnPolicy;
  readonly effective: EffectivePolicy;
  /** Which members come from above. From whom is not said: a child does not see its parent. */
  readonly inherited: ReturnType<typeof inheritedMembers>;
}

export async function findPolicy(
  { organizationTree }: Pick<Services, "organizationTree">,
  orgId: string,
): Promise<PolicyView> {
  const lineage = await organizationTree.lineage(orgId);
  if (lineage === null) throw noOrganization(orgId);
  const { above, self } = lineage;
  const effective = deriveTree([...above, self]).get(orgId)?.policy ?? LOOSEST;
  return { own: self.own, effective, inherited: inheritedMembers(self.own, effective, above.length > 0) };
}

/** Replace what the organization itself demands. It holds for everything below it too, from this moment on. */
export async function savePolicy(services: Services, orgId: string, own: OwnPolicy): Promise<PolicyView> {
  await changeTree(services, orgId, ({ self }, parent) => ({
    own: checked(own, parent?.policy ?? null, services.region),
    quotaSet: self.quotaSet,
  }));
  return findPolicy(services, orgId);
}

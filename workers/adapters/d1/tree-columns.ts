import type { Derived } from "#domain/tenancy/organization-tree";
import type { EffectivePolicy, OwnPolicy } from "#domain/tenancy/policy";
import { inheritAtTop, LOOSEST } from "#domain/tenancy/policy";
import { LIMITLESS, type Quota, quotaAtTop } from "#domain/tenancy/quota";

/** What the columns `own_policy`, `policy` and `quota` hold. A member that is new since the row was written is complete too. */

export function readOwnPolicy(text: string): OwnPolicy {
  return JSON.parse(text) as OwnPolicy;
}

/** A row from before there were policies has `{}`: it is a top organization. */
export function readPolicy(text: string, own: OwnPolicy): EffectivePolicy {
  return text === "{}"
    ? inheritAtTop(own)
    : { ...LOOSEST, ...(JSON.parse(text) as Partial<EffectivePolicy>) };
}

/** The effective quota's members, and beside them what was set from above. */
interface StoredQuota extends Quota {
  readonly set: Quota;
}

export function writeQuota(set: Quota, effective: Quota): string {
  const stored: StoredQuota = { ...effective, set };
  return JSON.stringify(stored);
}

export function readQuota(text: string): { readonly set: Quota; readonly effective: Quota } {
  if (text === "{}") return { set: LIMITLESS, effective: quotaAtTop(LIMITLESS) };
  const { set, ...effective } = JSON.parse(text) as StoredQuota;
  return { set: completeQuota(set), effective: completeQuota(effective) };
}

/** What a row says that holds there. */
export function readDerived(own: string, policy: string, quota: string): Derived {
  return { policy: readPolicy(policy, readOwnPolicy(own)), quota: readQuota(quota).effective };
}

function completeQuota(quota: Quota): Quota {
  return { ...LIMITLESS, ...quota, rateLimits: { ...LIMITLESS.rateLimits, ...quota.rateLimits } };
}

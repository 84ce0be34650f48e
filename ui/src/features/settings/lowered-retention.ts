import { type PolicyForm, policyOf } from "./policy-form.ts";
import type { Policy } from "./settings-queries.ts";

/** Something that is going to be kept for less long than it is: what is older is removed, and does not come back. */
export interface Lowered {
  readonly what: "bodies" | "audit";
  readonly from: number;
  /** Null: for as long as an organization above demands. */
  readonly to: number | null;
}

/** What holds in a top organization that says nothing (docs/organizations.md). */
const BY_ITSELF = { bodies: 30, audit: 365 } as const;

export function loweredByDays(kept: number, wished: number | undefined): readonly Lowered[] {
  return wished !== undefined && wished < kept ? [{ what: "bodies", from: kept, to: wished }] : [];
}

/** @param isTop below another organization, what nobody demands any more is as that one has it. */
export function loweredByPolicy(
  { effective, inherited, own }: Policy,
  form: PolicyForm,
  isTop: boolean,
): readonly Lowered[] {
  const wish = policyOf(form);
  const found: Lowered[] = [];
  // Above, it is at most longer: so much can only come back, not go.
  const bodies = wish.retentionDays ?? (isTop ? BY_ITSELF.bodies : null);
  if (bodies !== null && bodies < effective.retentionDays)
    found.push({ what: "bodies", from: effective.retentionDays, to: bodies });
  const audit = wish.auditRetentionDays ?? (isTop ? BY_ITSELF.audit : null);
  const isTakenBack = audit === null && own.auditRetentionDays !== null && !inherited.auditRetentionDays;
  if (isTakenBack || (audit !== null && audit < effective.auditRetentionDays))
    found.push({ what: "audit", from: effective.auditRetentionDays, to: audit });
  return found;
}

import { type CustomRole, isBuiltInName, missingForRole } from "#domain/access/custom-role";
import type { Permission } from "#domain/access/permissions";
import { Problem } from "#domain/problem";
import { findOwnRole, pathOf } from "./find-role.ts";
import { refuseMissing } from "./refuse-missing.ts";
import type { RoleServices } from "./role-services.ts";
import { untilUnchanged } from "./until-unchanged.ts";

export type RoleDraft = Pick<CustomRole, "name" | "description" | "permissions">;

/** What the caller holds in the organization: nobody composes a role of what they do not hold. */
export async function createRole(
  services: RoleServices,
  orgId: string,
  draft: RoleDraft,
  held: ReadonlySet<Permission>,
): Promise<CustomRole> {
  checkDraft(held, null, draft);
  const now = services.now();
  const role: CustomRole = { ...draft, orgId, id: services.createId("role"), createdAt: now, updatedAt: now };
  const result = await services.roles.insert(role);
  if (result === "exists") throw nameTaken(role.name);
  if (result === "limit") {
    throw new Problem("conflict", "The organization has as many roles as it may have. Delete one first.");
  }
  return role;
}

export interface ChangedRole {
  readonly before: CustomRole;
  readonly after: CustomRole;
}

/** Counts at once in this isolate and everywhere within a minute: whoever remembers what a role allows does so for half a minute at most. */
export async function updateRole(
  services: RoleServices,
  orgId: string,
  id: string,
  changes: Partial<RoleDraft>,
  held: ReadonlySet<Permission>,
  expectedUpdatedAt: number | null,
): Promise<ChangedRole> {
  return untilUnchanged(expectedUpdatedAt, async (expect) => {
    const before = await findOwnRole(services, orgId, id);
    expect(before);
    const after: CustomRole = {
      ...before,
      ...changes,
      updatedAt: Math.max(services.now(), before.updatedAt + 1),
    };
    checkDraft(held, before, after);
    const result = await services.roles.update(after, before.updatedAt);
    if (result === "exists") throw nameTaken(after.name);
    if (result === "changed") return null;
    services.forgetPeople();
    return { before, after };
  });
}

/** Nobody may have it any more: what its members may do would otherwise change without anybody saying so. */
export async function deleteRole(
  services: RoleServices,
  orgId: string,
  id: string,
  expectedUpdatedAt: number | null,
): Promise<CustomRole> {
  const path = await pathOf(services, orgId);
  return untilUnchanged(expectedUpdatedAt, async (expect) => {
    const role = await findOwnRole(services, orgId, id);
    expect(role);
    if (await services.roles.remove(path, id, role.updatedAt)) return role;
    const { members, invitations } = await services.roles.countUse(path, id);
    if (members + invitations > 0) {
      throw new Problem(
        "conflict",
        `${count(members, "member")} and ${count(invitations, "open invitation")} have this role, here or below. Give them another one first.`,
      );
    }
    return null;
  });
}

function checkDraft(held: ReadonlySet<Permission>, before: RoleDraft | null, after: RoleDraft): void {
  refuseMissing(
    missingForRole(held, before?.permissions ?? null, after.permissions),
    before === null
      ? "A role is composed of what you hold yourself. You lack"
      : "This role allows, or would allow, more than you hold yourself. You lack",
  );
  if (isBuiltInName(after.name)) throw nameTaken(after.name);
}

function nameTaken(name: string): Problem {
  return new Problem(
    "conflict",
    `There is a role named ${JSON.stringify(name)} already. Choose another name.`,
  );
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? "" : "s"}`;
}

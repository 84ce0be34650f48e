import { lacksToChange, type Member } from "#domain/access/member";
import type { Permission } from "#domain/access/permissions";
import type { MemberChange } from "#domain/access/ports";
import { Problem } from "#domain/problem";
import { findRoleToGive, refuseLacking } from "./find-role-to-give.ts";
import type { PeopleServices } from "./people-services.ts";

export interface ChangedMember {
  readonly before: Member;
  readonly after: Member;
}

/**
 * Give a member another role: nobody gives what they do not hold, nor changes somebody who holds more.
 * @throws Problem 403, 404, 409, 422
 */
export async function changeMember(
  services: PeopleServices,
  orgId: string,
  userId: string,
  roleId: string,
  held: ReadonlySet<Permission>,
): Promise<ChangedMember> {
  const before = await findMember(services, orgId, userId);
  refuseLacking(lacksToChange(held, before), "change this member");
  const role = await findRoleToGive(services, orgId, roleId, held);
  const updatedAt = services.now();
  if (before.roleId === roleId) return { before, after: before };
  refuse(await services.members.changeRole(orgId, before, roleId, updatedAt));
  services.forgetPeople();
  return { before, after: { ...before, roleId, role, updatedAt } };
}

/** @throws Problem 403, 404, 409 */
export async function removeMember(
  services: PeopleServices,
  orgId: string,
  userId: string,
  held: ReadonlySet<Permission>,
): Promise<Member> {
  const member = await findMember(services, orgId, userId);
  refuseLacking(lacksToChange(held, member), "remove this member");
  refuse(await services.members.remove(orgId, member));
  services.forgetPeople();
  return member;
}

/** @throws Problem 404 */
export async function findMember(
  services: Pick<PeopleServices, "members">,
  orgId: string,
  userId: string,
): Promise<Member> {
  const member = await services.members.find(orgId, userId);
  if (member === null) throw new Problem("not_found", `There is no member ${userId} here.`);
  return member;
}

function refuse(change: MemberChange): void {
  switch (change) {
    case "done":
      return;
    case "last":
      throw new Problem(
        "conflict",
        "Nobody else could manage this place any more. Give somebody else the role first.",
      );
    case "changed":
      throw new Problem("conflict", "The member was changed meanwhile. Look again, and decide anew.");
  }
}

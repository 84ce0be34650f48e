import { decideAccess } from "#domain/access/decide-access";
import type { Permission } from "#domain/access/permissions";
import type { Membership } from "#domain/access/ports";
import type { User } from "#domain/identity/user";
import { findUser } from "./confirm-person.ts";
import { grantsOf } from "./grants-of.ts";
import type { PeopleServices } from "./people-services.ts";

export interface ShownMembership extends Membership {
  /** What the person may do there: by this role, and by those in the organizations above. */
  readonly permissions: readonly Permission[];
}

export interface Account {
  readonly user: User;
  readonly memberships: readonly ShownMembership[];
}

/** Read anew and not from the isolate's memory: who was just given a role looks here first. */
export async function showAccount(services: PeopleServices, userId: string): Promise<Account> {
  const [user, memberships] = await Promise.all([
    findUser(services, userId),
    services.members.membershipsOf(userId),
  ]);
  const grants = grantsOf(memberships);
  return {
    user,
    memberships: memberships.map((membership) => ({
      ...membership,
      permissions: [...(decideAccess(grants, membership.path) ?? [])],
    })),
  };
}

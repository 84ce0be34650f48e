import { ALL_PERMISSIONS, type Permission } from "#domain/access/permissions";
import type { Principal } from "#domain/access/principal";
import { PLATFORM, PLATFORM_ROLE } from "#domain/access/roles";
import { removeMember } from "#services/change-member";
import type { Services } from "#services/composition";
import { createRole } from "#services/save-role";
import { joinPerson, type Person } from "../join-person.ts";
import type { Home, World } from "./world.ts";

/** People in the world of one route. All but the last two were invited, have accepted, and are signed in. */
export interface People {
  readonly memberExact: Person;
  readonly memberWithout: Person;
  readonly memberOfParentExact: Person;
  readonly memberOfChild: Person;
  readonly memberOfForeign: Person;
  /** Belongs nowhere any more; the account and its session are still good. */
  readonly removedMember: Person;
  readonly platformAdministrator: Person;
  /** Bearer tokens of people that there cannot be: see `platformPrincipal`. */
  readonly platformExact: string;
  readonly platformWithout: string;
}

const HELD = new Set(ALL_PERMISSIONS);

export async function makePeople(
  services: Services,
  { target, parent, child, foreign }: World,
  permission: Permission | null,
): Promise<People> {
  const exact = permission === null ? [] : [permission];
  const without = ALL_PERMISSIONS.filter((other) => other !== permission);
  const member = async ({ orgId, marker }: Home, permissions: readonly Permission[], name = marker) => {
    const roleId = permissions.length === 0 ? "viewer" : await makeRole(services, orgId, permissions);
    return joinPerson(services, orgId, roleId, name);
  };
  const [memberExact, memberWithout, memberOfParentExact, removedMember] = await Promise.all([
    member(target, exact),
    member(target, without),
    member(parent, exact),
    // The name does not speak of the organization: this person may know their own name, and nothing else.
    member(target, exact, "removed"),
  ]);
  const [memberOfChild, memberOfForeign, platformAdministrator] = await Promise.all([
    joinPerson(services, child.orgId, "owner", child.marker),
    joinPerson(services, foreign.orgId, "owner", foreign.marker),
    joinPerson(services, PLATFORM, PLATFORM_ROLE, "platform"),
  ]);
  await removeMember(services, target.orgId, removedMember.userId, HELD);
  return {
    memberExact,
    memberWithout,
    memberOfParentExact,
    memberOfChild,
    memberOfForeign,
    removedMember,
    platformAdministrator,
    platformExact: "person.platformExact",
    platformWithout: "person.platformWithout",
  };
}

/**
 * The platform has one role, so nobody can hold a part of it. These two are passed in instead of signed in, so that a
 * platform route that asks for another permission than it declares would show all the same.
 */
export function platformPrincipal(
  { platformExact, platformWithout }: People,
  permission: Permission | null,
  token: string,
): Principal | null {
  const permissions = new Map([
    [platformExact, permission === null ? [] : [permission]],
    [platformWithout, ALL_PERMISSIONS.filter((other) => other !== permission)],
  ]).get(token);
  if (permissions === undefined) return null;
  return {
    kind: "user",
    id: `user_${token}`,
    name: `${token}@example.test`,
    sessionId: `ses_${token}`,
    homeOrgId: null,
    grants: [{ orgId: PLATFORM, permissions: new Set(permissions) }],
  };
}

async function makeRole(
  services: Services,
  orgId: string,
  permissions: readonly Permission[],
): Promise<string> {
  const draft = { name: `role ${crypto.randomUUID()}`, description: "", permissions: new Set(permissions) };
  return (await createRole(services, orgId, draft, HELD)).id;
}

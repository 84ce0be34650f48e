import { decideAccess } from "#domain/access/decide-access";
import type { Permission } from "#domain/access/permissions";
import type { OrganizationPaths, ReachableOrganization } from "#domain/access/ports";
import { homeOf } from "#domain/access/principal";
import { isWithin, type Reach, reachOf } from "#domain/access/reach";
import { PLATFORM } from "#domain/access/roles";
import type { Page, PageRequest } from "#domain/configuration-ports";
import { Problem } from "#domain/problem";
import { grantsOf } from "./grants-of.ts";
import type { PeopleServices } from "./people-services.ts";

export interface NamedOrganization {
  readonly id: string;
  readonly name: string;
}

export interface MyOrganization extends ReachableOrganization {
  /** The organizations above it that the person may see, the topmost first. */
  readonly above: readonly NamedOrganization[];
  /** Of a membership in this very organization. */
  readonly role: NamedOrganization | null;
}

/** Organizations that a person may switch to. Read anew, like everything about one's own account. */
export async function listMyOrganizations(
  { members, reachableOrganizations }: PeopleServices,
  userId: string,
  text: string | null,
  page: PageRequest,
): Promise<Page<MyOrganization>> {
  const memberships = await members.membershipsOf(userId);
  const reach = reachOf(memberships);
  const { items, next } = await reachableOrganizations.list(reach, text, page);
  const above = new Map(items.map(({ id, path }) => [id, visibleAbove(reach, path)]));
  const names = await reachableOrganizations.names([...new Set([...above.values()].flat())]);
  const roles = new Map(
    memberships.flatMap(({ orgId, role }) =>
      role === null ? [] : [[orgId, { id: role.id, name: role.name }]],
    ),
  );
  return {
    next,
    items: items.map((organization) => {
      const seen = above.get(organization.id) ?? [];
      return {
        ...organization,
        parentId:
          organization.parentId !== null && seen.includes(organization.parentId)
            ? organization.parentId
            : null,
        above: seen.flatMap((id) => {
          const name = names.get(id);
          return name === undefined ? [] : [{ id, name }];
        }),
        role: roles.get(organization.id) ?? null,
      };
    }),
  };
}

export interface MyPermissions {
  /** Null for the region itself: they belong to no organization, or named none and have no home. */
  readonly organization: NamedOrganization | null;
  readonly permissions: readonly Permission[];
}

/**
 * What a person may do in one organization: by their roles there and above. Who belongs to none is told what they may do at
 * the platform, which is nothing unless they operate it.
 * @throws Problem 404 where they have no part
 */
export async function showMyPermissions(
  services: PeopleServices & { readonly organizationPaths: OrganizationPaths },
  userId: string,
  named: string | undefined,
): Promise<MyPermissions> {
  const memberships = await services.members.membershipsOf(userId);
  const orgId = named ?? homeOf(memberships);
  if (orgId === null) {
    const permissions = decideAccess(grantsOf(memberships), [PLATFORM]) ?? [];
    return { organization: null, permissions: [...permissions].sort() };
  }
  const path = await services.organizationPaths.find(orgId);
  const permissions = path === null ? null : decideAccess(grantsOf(memberships), path);
  const name = (await services.reachableOrganizations.names([orgId])).get(orgId);
  if (permissions === null || name === undefined) {
    throw new Problem("not_found", "There is no such organization, or you have no part in it.");
  }
  return { organization: { id: orgId, name }, permissions: [...permissions].sort() };
}

function visibleAbove(reach: Reach, path: string): readonly string[] {
  const ids = path.split("/");
  return ids.slice(0, -1).filter((_, index) => isWithin(reach, ids.slice(0, index + 1).join("/")));
}

import { ALL_PERMISSIONS, type Permission } from "#domain/access/permissions";
import type { Principal } from "#domain/access/principal";
import { PLATFORM } from "#domain/access/roles";
import type { World } from "./world.ts";

/** Bearer tokens of people in the world of one route. */
export interface People {
  readonly memberExact: string;
  readonly memberWithout: string;
  readonly memberOfParentExact: string;
  readonly memberOfChild: string;
  readonly memberOfForeign: string;
  /** Belongs to nobody any more; the token itself is still good. */
  readonly removedMember: string;
  readonly platformExact: string;
  readonly platformWithout: string;
}

export interface Crowd {
  readonly people: People;
  readonly authenticate: (token: string) => Promise<Principal | null>;
}

/**
 * THE SEAM. These people are not signed in: whoever shows their token is the principal that signing in would have made of
 * them. Everything behind authentication is real. Once people can sign in, make them here with memberships and access
 * tokens of their own, and answer the services' own `authenticate`: no cell has to change.
 */
export function injectPeople(
  { target, parent, child, foreign }: World,
  permission: Permission | null,
  authenticate: (token: string) => Promise<Principal | null>,
): Crowd {
  const exact = permission === null ? [] : [permission];
  const without = ALL_PERMISSIONS.filter((other) => other !== permission);
  const grants: Readonly<Record<keyof People, readonly [string, readonly Permission[]] | null>> = {
    memberExact: [target.orgId, exact],
    memberWithout: [target.orgId, without],
    memberOfParentExact: [parent.orgId, exact],
    memberOfChild: [child.orgId, ALL_PERMISSIONS],
    memberOfForeign: [foreign.orgId, ALL_PERMISSIONS],
    removedMember: null,
    platformExact: [PLATFORM, exact],
    platformWithout: [PLATFORM, without],
  };
  const names = Object.keys(grants) as (keyof People)[];
  const people = Object.fromEntries(names.map((name) => [name, `person.${name}`])) as unknown as People;
  return {
    people,
    authenticate: async (token) => {
      const name = names.find((candidate) => people[candidate] === token);
      if (name === undefined) return authenticate(token);
      const grant = grants[name];
      const [orgId = null, permissions = []] = grant ?? [];
      return {
        kind: "user",
        id: `user_${name}`,
        name: `${name}@example.test`,
        sessionId: `session_${name}`,
        homeOrgId: orgId === PLATFORM ? null : orgId,
        grants: orgId === null ? [] : [{ orgId, permissions: new Set(permissions) }],
      };
    },
  };
}

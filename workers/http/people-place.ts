import type { Permission } from "#domain/access/permissions";
import type { RouteAccess } from "./guarded-route.ts";

/**
 * People belong to an organization, or to the platform itself: the same routes stand twice, and only what they ask of
 * their caller and what they are called differs.
 */
export interface PeoplePlace {
  readonly access: (permission: Permission) => RouteAccess;
  readonly operationId: (name: string) => string;
  readonly tags: string[];
  readonly of: string;
}

export const IN_ORGANIZATION: PeoplePlace = {
  access: (permission) => permission,
  operationId: (name) => name,
  tags: ["members"],
  of: "the organization",
};

export const AT_PLATFORM: PeoplePlace = {
  access: (permission) => ({ platform: permission }),
  operationId: (name) => `admin${name.charAt(0).toUpperCase()}${name.slice(1)}`,
  tags: ["administration"],
  of: "the platform",
};

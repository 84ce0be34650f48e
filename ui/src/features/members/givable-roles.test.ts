import { describe, expect, it } from "vitest";
import type { Permission } from "~/api/permission.ts";
import type { Role } from "~/features/roles/role-queries.ts";
import { firstRole, givableRoles } from "./givable-roles.ts";

const role = (id: string, permissions: readonly Permission[]): Role => ({
  id,
  name: id,
  description: "",
  permissions: [...permissions],
  kind: "built_in",
  inherited: false,
  createdAt: null,
  updatedAt: null,
});

const ROLES = [
  role("platform_administrator", ["deliveries:read"]),
  role("owner", ["deliveries:read", "organization:delete"]),
  role("developer", ["deliveries:read", "events:publish"]),
  role("viewer", ["deliveries:read"]),
  role("role_1", ["events:publish"]),
];
const holding =
  (...held: readonly Permission[]) =>
  (permission: Permission) =>
    held.includes(permission);
const ids = (roles: readonly Role[]) => roles.map(({ id }) => id);

describe("roles that can be given", () => {
  it("are those whose every permission is held, and never the platform's", () => {
    expect(ids(givableRoles(ROLES, holding("deliveries:read"), ""))).toEqual(["viewer"]);
    expect(ids(givableRoles(ROLES, holding("deliveries:read", "organization:delete"), ""))).toEqual([
      "owner",
      "viewer",
    ]);
  });

  it("keep the one that somebody has: a list without it would show that they have none", () => {
    expect(ids(givableRoles(ROLES, holding("deliveries:read"), "owner"))).toEqual(["owner", "viewer"]);
  });

  it("begin with the least", () => {
    expect(firstRole(ROLES, holding("deliveries:read", "events:publish"))).toBe("viewer");
    expect(firstRole(ROLES, holding("events:publish"))).toBe("role_1");
    expect(firstRole(ROLES, holding())).toBe("");
  });
});

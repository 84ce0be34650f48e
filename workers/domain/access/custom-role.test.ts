import { describe, expect, it } from "vitest";
import { arrangeRoles, type CustomRole, isBuiltInName, missingForRole } from "./custom-role.ts";
import type { Permission } from "./permissions.ts";

const set = (...permissions: Permission[]) => new Set(permissions);

function custom(orgId: string, id: string): CustomRole {
  return { orgId, id, name: id, description: "", permissions: set(), createdAt: 1, updatedAt: 1 };
}

describe("saving a role", () => {
  const held = set("events:read", "jobs:read");

  it.each<[string, ReadonlySet<Permission> | null, ReadonlySet<Permission>, Permission[]]>([
    ["of one's own permissions", null, set("events:read"), []],
    ["with another permission", null, set("events:read", "audit:read"), ["audit:read"]],
    [
      "that contains more already, only to rename it",
      set("keys:create"),
      set("keys:create"),
      ["keys:create"],
    ],
    ["that contains more already, to take that away", set("keys:create"), set("jobs:read"), ["keys:create"]],
    ["that contained less", set("events:read"), set("events:read", "jobs:read"), []],
  ])("%s takes what is missing: nothing, or by name", (_, before, after, missing) => {
    expect(missingForRole(held, before, after)).toEqual(missing);
  });

  it("is refused under a built-in role's name, however it is written", () => {
    expect(["Owner", " owner ", "VIEWER", "platform Administrator"].every(isBuiltInName)).toBe(true);
    expect(isBuiltInName("Owners")).toBe(false);
  });
});

describe("the roles of an organization", () => {
  const path = ["org_top", "org_mid", "org_low"];

  it("are the built-in ones, its own, then those from above, the nearest first", () => {
    const roles = [
      custom("org_top", "role_1"),
      custom("org_low", "role_3"),
      custom("org_mid", "role_2"),
      custom("org_low", "role_0"),
    ];
    const arranged = arrangeRoles(path, roles);
    expect(arranged.slice(0, 7).every(({ custom: made, inherited }) => made === null && !inherited)).toBe(
      true,
    );
    expect(arranged.slice(7).map(({ role, inherited }) => [role.id, inherited])).toEqual([
      ["role_0", false],
      ["role_3", false],
      ["role_2", true],
      ["role_1", true],
    ]);
  });

  it("have places that grow, so that a page can begin behind any of them", () => {
    const places = arrangeRoles(path, [custom("org_top", "role_1"), custom("org_low", "role_3")]).map(
      ({ place }) => place,
    );
    expect([...places].sort()).toEqual(places);
    expect(new Set(places).size).toBe(places.length);
  });
});

import { describe, expect, it } from "vitest";
import { decideAccess, missingPermissions } from "./decide-access.ts";
import { ALL_PERMISSIONS, isPermission, type Permission, RESERVED_PERMISSIONS } from "./permissions.ts";
import { BUILT_IN_ROLES, builtInRole, isRoleOfPlace, PLATFORM } from "./roles.ts";

const set = (...permissions: Permission[]) => new Set(permissions);

describe("the table of permissions", () => {
  it("has exactly 52, each written feature:action", () => {
    expect(ALL_PERMISSIONS).toHaveLength(52);
    for (const permission of ALL_PERMISSIONS) expect(permission).toMatch(/^[a-z]+:[a-z]+$/);
  });

  it("knows its own words and no inherited ones", () => {
    expect(isPermission("events:publish")).toBe(true);
    expect(isPermission("toString")).toBe(false);
  });

  it("reserves only words that it has", () => {
    for (const reserved of RESERVED_PERMISSIONS) expect(isPermission(reserved)).toBe(true);
  });
});

describe("the built-in roles", () => {
  it("are exactly seven, with ids of their own", () => {
    expect(new Set(BUILT_IN_ROLES.map(({ id }) => id)).size).toBe(7);
    expect(BUILT_IN_ROLES).toHaveLength(7);
  });

  it("let the auditor read everything and change nothing", () => {
    const auditor = builtInRole("auditor")?.permissions ?? set();
    for (const permission of ALL_PERMISSIONS) {
      const reads = /:(read|export|verify)$/.test(permission);
      expect([permission, auditor.has(permission)]).toEqual([permission, reads]);
    }
  });

  it("give each narrower role a part of the wider one", () => {
    const ids = ["viewer", "operator", "developer", "administrator", "owner"];
    const chain = ids.map((id) => builtInRole(id)?.permissions ?? set());
    for (let index = 1; index < chain.length; index++) {
      const [narrow = set(), wide = set()] = [chain[index - 1], chain[index]];
      expect(missingPermissions(wide, narrow)).toEqual([]);
      expect(wide.size).toBeGreaterThan(narrow.size);
    }
  });

  it("keep the platform's role at the platform", () => {
    expect(isRoleOfPlace("platform_administrator", PLATFORM)).toBe(true);
    expect(isRoleOfPlace("platform_administrator", "org_a")).toBe(false);
    expect(isRoleOfPlace("owner", PLATFORM)).toBe(false);
    expect(isRoleOfPlace("owner", "org_a")).toBe(true);
  });
});

describe("access to an organization", () => {
  const grant = (orgId: string, ...permissions: Permission[]) => ({
    orgId,
    permissions: set(...permissions),
  });
  const path = ["org_top", "org_mid", "org_low"];

  it.each([
    ["itself", "org_low", true],
    ["its parent", "org_mid", true],
    ["the top", "org_top", true],
    ["the platform", PLATFORM, true],
    ["a child of it", "org_child", false],
    ["a sibling", "org_other", false],
  ])("is given by a grant at %s: %s, %s", (_, orgId, visible) => {
    const access = decideAccess([grant(orgId, "events:read")], path);
    expect(access === null ? null : [...access]).toEqual(visible ? ["events:read"] : null);
  });

  it("adds up over several grants on the way", () => {
    const grants = [
      grant("org_top", "events:read"),
      grant("org_low", "events:publish"),
      grant("org_x", "audit:read"),
    ];
    expect(decideAccess(grants, path)).toEqual(set("events:read", "events:publish"));
  });

  it("names what is missing before anything is handed on", () => {
    expect(missingPermissions(set("events:read"), ["events:read", "audit:read"])).toEqual(["audit:read"]);
  });
});

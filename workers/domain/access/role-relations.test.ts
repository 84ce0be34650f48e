import { describe, expect, it } from "vitest";
import { RELATIONS, ROLE_TABLE, ROLES, readRoleTable } from "#testing/access-matrix/role-table";
import { decideAccess } from "./decide-access.ts";
import { ALL_PERMISSIONS, type Permission } from "./permissions.ts";
import { BUILT_IN_ROLES, builtInRole, PLATFORM } from "./roles.ts";

/** Where somebody has the role: `home`. */
const PATHS: Readonly<Record<(typeof RELATIONS)[number], readonly string[]>> = {
  itself: ["parent", "home"],
  child: ["parent", "home", "child"],
  grandchild: ["parent", "home", "child", "grandchild"],
  parent: ["parent"],
  sibling: ["parent", "sibling"],
  unrelated: ["unrelated"],
};

const rows = readRoleTable(ROLE_TABLE);

describe("the table of roles and relations", () => {
  it("has a row for each permission, and in it a letter for each role and relation", () => {
    expect(rows.map(({ permission }) => permission)).toEqual(ALL_PERMISSIONS);
    expect(ROLES).toEqual(BUILT_IN_ROLES.map(({ id }) => id));
    for (const { permission, cells } of rows) {
      expect([permission, cells.length]).toEqual([permission, ROLES.length]);
      for (const cell of cells) expect(cell).toMatch(/^[ar-]{6}$/);
    }
  });

  it.each(rows)("is what the decision says for $permission", ({ permission, cells }) => {
    const decided = ROLES.map((role) => {
      const orgId = role === "platform_administrator" ? PLATFORM : "home";
      const grant = { orgId, permissions: builtInRole(role)?.permissions ?? new Set<Permission>() };
      return RELATIONS.map((relation) => {
        const held = decideAccess([grant], PATHS[relation]);
        if (held === null) return "-";
        return held.has(permission as Permission) ? "a" : "r";
      }).join("");
    });
    expect(decided).toEqual(cells);
  });
});

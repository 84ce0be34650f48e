/**
 * Who may do what where, written by hand: nothing here is computed from the code that it judges.
 *
 * A cell has one letter per relation, from the organization in which somebody has the role to the one they act in:
 * itself, a child, a grandchild, its parent, a sibling, an unrelated one.
 * `a`: allowed. `r`: refused with 403, because they belong there and may not. `-`: 404, because it is not there for them.
 */
export const RELATIONS = ["itself", "child", "grandchild", "parent", "sibling", "unrelated"] as const;

export const ROLES = [
  "platform_administrator",
  "owner",
  "administrator",
  "developer",
  "operator",
  "viewer",
  "auditor",
] as const;

export const ROLE_TABLE = `
permission             platform  owner   admin   develop operate viewer  auditor

organization:read      aaaaaa    aaa---  aaa---  aaa---  aaa---  aaa---  aaa---
organization:update    aaaaaa    aaa---  aaa---  rrr---  rrr---  rrr---  rrr---
organization:delete    aaaaaa    aaa---  rrr---  rrr---  rrr---  rrr---  rrr---
children:read          aaaaaa    aaa---  aaa---  aaa---  aaa---  aaa---  aaa---
children:create        aaaaaa    aaa---  aaa---  rrr---  rrr---  rrr---  rrr---
policies:update        aaaaaa    aaa---  aaa---  rrr---  rrr---  rrr---  rrr---
quotas:update          aaaaaa    aaa---  aaa---  rrr---  rrr---  rrr---  rrr---

members:read           aaaaaa    aaa---  aaa---  rrr---  rrr---  rrr---  aaa---
members:invite         aaaaaa    aaa---  aaa---  rrr---  rrr---  rrr---  rrr---
members:update         aaaaaa    aaa---  aaa---  rrr---  rrr---  rrr---  rrr---
members:remove         aaaaaa    aaa---  aaa---  rrr---  rrr---  rrr---  rrr---
roles:read             aaaaaa    aaa---  aaa---  aaa---  aaa---  aaa---  aaa---
roles:create           aaaaaa    aaa---  aaa---  rrr---  rrr---  rrr---  rrr---
roles:update           aaaaaa    aaa---  aaa---  rrr---  rrr---  rrr---  rrr---
roles:delete           aaaaaa    aaa---  aaa---  rrr---  rrr---  rrr---  rrr---
keys:read              aaaaaa    aaa---  aaa---  rrr---  rrr---  rrr---  aaa---
keys:create            aaaaaa    aaa---  aaa---  rrr---  rrr---  rrr---  rrr---
keys:rotate            aaaaaa    aaa---  aaa---  rrr---  rrr---  rrr---  rrr---
keys:revoke            aaaaaa    aaa---  aaa---  rrr---  rrr---  rrr---  rrr---
audit:read             aaaaaa    aaa---  aaa---  rrr---  rrr---  rrr---  aaa---
audit:export           aaaaaa    aaa---  aaa---  rrr---  rrr---  rrr---  aaa---
audit:verify           aaaaaa    aaa---  aaa---  rrr---  rrr---  rrr---  aaa---

events:publish         aaaaaa    aaa---  aaa---  aaa---  rrr---  rrr---  rrr---
events:read            aaaaaa    aaa---  aaa---  aaa---  aaa---  aaa---  aaa---
catalogue:read         aaaaaa    aaa---  aaa---  aaa---  aaa---  aaa---  aaa---
catalogue:manage       aaaaaa    aaa---  aaa---  aaa---  rrr---  rrr---  rrr---
integrations:read      aaaaaa    aaa---  aaa---  aaa---  aaa---  aaa---  aaa---
integrations:create    aaaaaa    aaa---  aaa---  aaa---  rrr---  rrr---  rrr---
integrations:update    aaaaaa    aaa---  aaa---  aaa---  rrr---  rrr---  rrr---
integrations:delete    aaaaaa    aaa---  aaa---  aaa---  rrr---  rrr---  rrr---
integrations:test      aaaaaa    aaa---  aaa---  aaa---  aaa---  rrr---  rrr---
secrets:read           aaaaaa    aaa---  aaa---  aaa---  aaa---  aaa---  aaa---
secrets:rotate         aaaaaa    aaa---  aaa---  aaa---  rrr---  rrr---  rrr---
credentials:read       aaaaaa    aaa---  aaa---  aaa---  aaa---  aaa---  aaa---
credentials:manage     aaaaaa    aaa---  aaa---  aaa---  rrr---  rrr---  rrr---
credentials:authorize  aaaaaa    aaa---  aaa---  aaa---  rrr---  rrr---  rrr---

deliveries:read        aaaaaa    aaa---  aaa---  aaa---  aaa---  aaa---  aaa---
deliveries:replay      aaaaaa    aaa---  aaa---  aaa---  aaa---  rrr---  rrr---
deadletters:read       aaaaaa    aaa---  aaa---  aaa---  aaa---  aaa---  aaa---
deadletters:retry      aaaaaa    aaa---  aaa---  aaa---  aaa---  rrr---  rrr---
deadletters:discard    aaaaaa    aaa---  aaa---  aaa---  aaa---  rrr---  rrr---
jobs:read              aaaaaa    aaa---  aaa---  aaa---  aaa---  aaa---  aaa---
jobs:cancel            aaaaaa    aaa---  aaa---  aaa---  aaa---  rrr---  rrr---

sources:read           aaaaaa    aaa---  aaa---  aaa---  aaa---  aaa---  aaa---
sources:manage         aaaaaa    aaa---  aaa---  aaa---  rrr---  rrr---  rrr---
proxy:call             aaaaaa    aaa---  aaa---  aaa---  rrr---  rrr---  rrr---
circuits:override      aaaaaa    aaa---  aaa---  aaa---  aaa---  rrr---  rrr---
lookups:read           aaaaaa    aaa---  aaa---  aaa---  aaa---  aaa---  aaa---
lookups:manage         aaaaaa    aaa---  aaa---  aaa---  rrr---  rrr---  rrr---
schedules:read         aaaaaa    aaa---  aaa---  aaa---  aaa---  aaa---  aaa---
schedules:manage       aaaaaa    aaa---  aaa---  aaa---  rrr---  rrr---  rrr---
alerts:manage          aaaaaa    aaa---  aaa---  aaa---  aaa---  rrr---  rrr---
`;

export interface RoleRow {
  readonly permission: string;
  /** One per role, each with one letter per relation. */
  readonly cells: readonly string[];
}

export function readRoleTable(table: string): readonly RoleRow[] {
  return table
    .split("\n")
    .filter((line) => line.includes(":"))
    .map((line) => {
      const [permission = "", ...cells] = line.trim().split(/\s+/);
      return { permission, cells };
    });
}

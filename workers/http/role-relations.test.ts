import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import type { Permission } from "#domain/access/permissions";
import type { Principal } from "#domain/access/principal";
import { builtInRole, PLATFORM } from "#domain/access/roles";
import { ask } from "#testing/access-matrix/ask";
import { type Operation, readOperations } from "#testing/access-matrix/operations";
import { RELATIONS, ROLE_TABLE, ROLES, readRoleTable } from "#testing/access-matrix/role-table";
import { openOperations } from "#testing/operations-harness";
import { seedBelow } from "#testing/place-below";
import { seedOrganization } from "#testing/seed";
import { createApp } from "./app.ts";
import { describeApi } from "./openapi.ts";

/**
 * The hand-written table, asked of the whole HTTP surface: for every permission one route that it guards. The people are
 * principals that are passed in; everything behind authentication is real.
 */
const operations = readOperations(describeApi(createApp()));
const rows = readRoleTable(ROLE_TABLE).flatMap((row) => {
  const guarded = operations.filter(
    ({ access }) => access.kind === "organization" && access.permission === row.permission,
  );
  // Reading first: it leaves the organizations as they are.
  const operation = guarded.find(({ method }) => method === "GET") ?? guarded[0];
  return operation === undefined ? [] : [{ ...row, operation, route: operation.name }];
});

const { services } = openOperations(env);
const app = createApp(() => ({ ...services, authenticate: async (token) => principals.get(token) ?? null }));
const principals = new Map<string, Principal>();
const places: Record<string, string> = {};

beforeAll(async () => {
  const parent = await seedOrganization(env);
  const home = await seedBelow(env, parent.orgId);
  const child = await seedBelow(env, home.orgId);
  const grandchild = await seedBelow(env, child.orgId);
  const sibling = await seedBelow(env, parent.orgId);
  const unrelated = await seedOrganization(env);
  const all = { itself: home, child, grandchild, parent, sibling, unrelated };
  for (const relation of RELATIONS) places[relation] = all[relation].orgId;
  for (const role of ROLES) {
    const orgId = role === "platform_administrator" ? PLATFORM : home.orgId;
    const grants = [{ orgId, permissions: builtInRole(role)?.permissions ?? new Set<Permission>() }];
    principals.set(role, {
      kind: "user",
      id: `user_${role}`,
      name: role,
      sessionId: "ses",
      homeOrgId: home.orgId,
      grants,
    });
  }
});

describe("what each role may do, from where somebody has it", () => {
  it("is asked of a route for every permission that guards one", () => {
    const guarding = operations.flatMap(({ access }) =>
      access.kind === "organization" ? [access.permission] : [],
    );
    expect(new Set(rows.map(({ permission }) => permission))).toEqual(new Set(guarding));
  });

  it.each(rows)("is as the table says for $permission: $route", async ({ operation, cells }) => {
    const answered: string[] = [];
    for (const role of ROLES) {
      let letters = "";
      for (const relation of RELATIONS) letters += await letterOf(operation, role, relation);
      answered.push(letters);
    }
    expect(answered).toEqual(cells);
  });
});

/** The path names a row that nobody has and the body is empty: who passes the guard is told about that instead. */
async function letterOf(operation: Operation, role: string, relation: string): Promise<string> {
  const path = operation.path.replaceAll(/\{[^}]+\}/g, "none");
  const body = operation.bodySchema === null ? undefined : {};
  const caller = { bearer: role, naming: places[relation] ?? "" };
  const { status, text } = await ask(app, env, operation, { path, named: [], body, headers: {} }, caller);
  if (status === 401 || status >= 500) return `[${status}]`;
  if (status === 403) return "r";
  return status === 404 && text.includes("There is no such organization, or you have no part in it")
    ? "-"
    : "a";
}

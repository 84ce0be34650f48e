import { type CustomRole, type RoleHere, roleHere } from "#domain/access/custom-role";
import { builtInRole } from "#domain/access/roles";
import { Problem } from "#domain/problem";
import type { RoleServices } from "./role-services.ts";

/** @throws Problem 404 when the organization went away while it was asked for. */
export async function pathOf({ organizationPaths }: RoleServices, orgId: string): Promise<readonly string[]> {
  const path = await organizationPaths.find(orgId);
  if (path === null) throw new Problem("not_found", "There is no such organization any more.");
  return path;
}

/** @throws Problem 404 */
export async function findRole(services: RoleServices, orgId: string, id: string): Promise<RoleHere> {
  const builtIn = builtInRole(id);
  if (builtIn !== null) return { role: builtIn, custom: null, inherited: false, place: "" };
  const path = await pathOf(services, orgId);
  const role = await services.roles.find(path, id);
  if (role === null) {
    throw new Problem("not_found", `There is no role ${id} here. GET /api/v1/roles lists them.`);
  }
  return roleHere(path, role);
}

/**
 * A role that can be changed here: composed by this organization itself.
 * @throws Problem 404, 409 for a role that is built in or comes from above.
 */
export async function findOwnRole(services: RoleServices, orgId: string, id: string): Promise<CustomRole> {
  const { custom, inherited } = await findRole(services, orgId, id);
  if (custom === null) {
    throw new Problem(
      "conflict",
      "A built-in role stays as it is. Compose one of your own: POST /api/v1/roles.",
    );
  }
  if (inherited) {
    throw new Problem("conflict", "This role comes from an organization above, and is changed only there.");
  }
  return custom;
}

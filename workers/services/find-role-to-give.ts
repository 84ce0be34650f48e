import { lacksToGive } from "#domain/access/member";
import type { Permission } from "#domain/access/permissions";
import type { Role } from "#domain/access/roles";
import { Problem } from "#domain/problem";
import type { PeopleServices } from "./people-services.ts";

/**
 * A role that the caller may give away in this place.
 * @throws Problem 422 for a role that cannot be given there, 403 naming what the caller lacks.
 */
export async function findRoleToGive(
  services: Pick<PeopleServices, "roleDirectory">,
  orgId: string,
  roleId: string,
  held: ReadonlySet<Permission>,
): Promise<Role> {
  const role = await services.roleDirectory.find(orgId, roleId);
  if (role === null) {
    throw new Problem("invalid_body", "There is no such role here; see errors.", [
      {
        pointer: "/roleId",
        message: "Give a built-in role's id (owner, administrator, developer, …) or a custom role's.",
      },
    ]);
  }
  refuseLacking(lacksToGive(held, role), `give the role ${role.name}`);
  return role;
}

/** @throws Problem 403 naming the permissions that are missing. */
export function refuseLacking(lacking: readonly Permission[], to: string): void {
  if (lacking.length === 0) return;
  throw new Problem(
    "forbidden",
    `To ${to} you must hold everything it allows. You lack ${lacking.join(", ")}. Ask somebody who holds them.`,
  );
}

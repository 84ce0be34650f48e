import type { Permission } from "~/api/permission.ts";
import type { Role } from "~/features/roles/role-queries.ts";

/** The platform's own role belongs to the platform. */
const OF_THE_PLATFORM = "platform_administrator";

/** Roles that one may give here: nobody gives what they do not hold. The one that somebody has stays in the list. */
export function givableRoles(
  roles: readonly Role[],
  may: (permission: Permission) => boolean,
  current: string,
): readonly Role[] {
  return roles.filter(
    ({ id, permissions }) => id === current || (id !== OF_THE_PLATFORM && permissions.every(may)),
  );
}

/** What a new member begins with: as little as there is to begin with. */
export function firstRole(roles: readonly Role[], may: (permission: Permission) => boolean): string {
  const givable = givableRoles(roles, may, "");
  const wanted = ["viewer", "operator", "developer"];
  const found = wanted.find((id) => givable.some((role) => role.id === id));
  return found ?? givable.at(-1)?.id ?? "";
}

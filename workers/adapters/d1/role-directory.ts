import type { RoleRepository } from "#domain/access/custom-role";
import type { OrganizationPaths, RoleDirectory } from "#domain/access/ports";
import { builtInRole, isRoleOfPlace } from "#domain/access/roles";

/**
 * Asked anew every time: whoever keeps what it answers decides how long a change of a role may take. Access must follow
 * within 60 seconds, so nobody keeps it longer than 30.
 */
export function createRoleDirectory(roles: RoleRepository, paths: OrganizationPaths): RoleDirectory {
  return {
    async find(orgId, roleId) {
      const builtIn = builtInRole(roleId);
      if (builtIn !== null) return isRoleOfPlace(roleId, orgId) ? builtIn : null;
      const path = await paths.find(orgId);
      return path === null ? null : roles.find(path, roleId);
    },
  };
}

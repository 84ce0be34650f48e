import type { Role } from "./roles.ts";

/** What deciding about access needs of the world. */
export interface OrganizationPaths {
  /** Its ancestors, the topmost first, and itself as the last; null when there is no such organization any more. */
  find(orgId: string): Promise<readonly string[] | null>;
  /** It was deleted through this isolate: here it is gone at once. */
  forget(orgId: string): void;
}

/** The roles that can be given in an organization: the built-in ones, its own, and those of its ancestors. */
export interface RoleDirectory {
  find(orgId: string, roleId: string): Promise<Role | null>;
}

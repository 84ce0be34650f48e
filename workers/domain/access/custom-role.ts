import { missingPermissions } from "./decide-access.ts";
import type { Permission } from "./permissions.ts";
import { BUILT_IN_ROLES, type Role } from "./roles.ts";

/** A role that an organization composed; it can be given there and in everything below. */
export interface CustomRole extends Role {
  readonly orgId: string;
  readonly createdAt: number;
  /** Grows with every change, so it serves as the role's version too. */
  readonly updatedAt: number;
}

/** Who has a custom role, in its organization and below: while anybody does, it cannot be deleted. */
export interface RoleUse {
  readonly members: number;
  readonly invitations: number;
}

/** `path`: the organization's ancestors, the topmost first, and itself as the last. */
export interface RoleRepository {
  /** All of the organization and its ancestors; each may have a bounded number. */
  list(path: readonly string[]): Promise<readonly CustomRole[]>;
  find(path: readonly string[], id: string): Promise<CustomRole | null>;
  /** `exists`: another role of the organization has this name. `limit`: it has as many as it may have. */
  insert(role: CustomRole): Promise<"inserted" | "exists" | "limit">;
  /** `changed`: it was changed or deleted since it was `expectedUpdatedAt`. */
  update(role: CustomRole, expectedUpdatedAt: number): Promise<"updated" | "exists" | "changed">;
  /** False when somebody has it, or when it was changed or deleted since it was `expectedUpdatedAt`. */
  remove(path: readonly string[], id: string, expectedUpdatedAt: number): Promise<boolean>;
  countUse(path: readonly string[], id: string): Promise<RoleUse>;
}

/**
 * What somebody lacks to save a role: everything it is to contain, and everything it contains already. Without the
 * second half they could take from others what they never held, or keep it in the role by changing its name.
 */
export function missingForRole(
  held: ReadonlySet<Permission>,
  before: ReadonlySet<Permission> | null,
  after: ReadonlySet<Permission>,
): readonly Permission[] {
  return missingPermissions(held, new Set([...(before ?? []), ...after]));
}

/** A custom role named "Owner" would be taken for the real one. */
export function isBuiltInName(name: string): boolean {
  return BUILT_IN_ROLES.some((builtIn) => builtIn.name.toLowerCase() === name.trim().toLowerCase());
}

/** A role as it appears in one organization. `place` sorts: built-in, then its own, then the nearest ancestor's. */
export interface RoleHere {
  readonly role: Role;
  readonly custom: CustomRole | null;
  readonly inherited: boolean;
  readonly place: string;
}

export function arrangeRoles(path: readonly string[], custom: readonly CustomRole[]): readonly RoleHere[] {
  const builtIn = BUILT_IN_ROLES.map(
    (role, index): RoleHere => ({ role, custom: null, inherited: false, place: `00.${index}` }),
  );
  const composed = custom.map((role) => roleHere(path, role));
  return [...builtIn, ...composed.sort((a, b) => (a.place < b.place ? -1 : 1))];
}

export function roleHere(path: readonly string[], role: CustomRole): RoleHere {
  const above = path.length - 1 - path.indexOf(role.orgId);
  const place = `${String(above + 1).padStart(2, "0")}.${role.id}`;
  return { role, custom: role, inherited: above > 0, place };
}

import { missingPermissions } from "./decide-access.ts";
import type { Permission } from "./permissions.ts";
import { PLATFORM, PLATFORM_ROLE, type Role } from "./roles.ts";

/** A person in one organization. */
export interface Member {
  readonly userId: string;
  readonly email: string;
  readonly name: string;
  readonly roleId: string;
  /** Null when the custom role is gone: then the membership allows nothing. */
  readonly role: Role | null;
  readonly secondFactor: boolean;
  readonly createdAt: number;
  readonly updatedAt: number;
}

/** The role without which nobody could manage the place any more: its last holder stays. */
export function headRoleOf(orgId: string): string {
  return orgId === PLATFORM ? PLATFORM_ROLE : "owner";
}

/** What the holder of `held` lacks to change or remove the member: nobody acts on somebody who may do more. */
export function lacksToChange(held: ReadonlySet<Permission>, member: Member): readonly Permission[] {
  return missingPermissions(held, member.role?.permissions ?? []);
}

/** What the holder of `held` lacks to give the role away. */
export function lacksToGive(held: ReadonlySet<Permission>, role: Role): readonly Permission[] {
  return missingPermissions(held, role.permissions);
}

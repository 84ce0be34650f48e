import type { Membership } from "#domain/access/ports";
import type { Grant } from "#domain/access/principal";

/** A role that is gone allows nothing. */
export function grantsOf(memberships: readonly Membership[]): readonly Grant[] {
  return memberships.flatMap(({ orgId, role }) =>
    role === null ? [] : [{ orgId, permissions: role.permissions }],
  );
}

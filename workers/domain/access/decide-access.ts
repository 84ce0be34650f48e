import type { Permission } from "./permissions.ts";
import type { Grant } from "./principal.ts";
import { PLATFORM } from "./roles.ts";

/**
 * What these grants allow in the organization at the end of `path`, or null when it is not there for their holder. A
 * grant holds in its own organization and in everything below; it says nothing about what is above or beside.
 *
 * @param path the organization's ancestors, the topmost first, and itself as the last
 */
export function decideAccess(
  grants: readonly Grant[],
  path: readonly string[],
): ReadonlySet<Permission> | null {
  const holding = grants.filter(({ orgId }) => orgId === PLATFORM || path.includes(orgId));
  if (holding.length === 0) return null;
  if (holding.length === 1) return holding[0]?.permissions ?? null;
  return new Set(holding.flatMap(({ permissions }) => [...permissions]));
}

/** Which of the wanted permissions the holder lacks: nobody hands on what they do not hold. */
export function missingPermissions(
  held: ReadonlySet<Permission>,
  wanted: Iterable<Permission>,
): readonly Permission[] {
  return [...wanted].filter((permission) => !held.has(permission));
}

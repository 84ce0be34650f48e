import type { Membership } from "./ports.ts";
import { PLATFORM } from "./roles.ts";

/** Where somebody may work, and knows the names. */
export interface Reach {
  /** The whole region. */
  readonly everywhere: boolean;
  /** Organizations that they belong to. */
  readonly ids: readonly string[];
  /** Paths of those of them whose lower organizations they may see. */
  readonly below: readonly string[];
}

/** A role that may not see the organizations below holds there nevertheless: only their names are kept back. */
export function reachOf(memberships: readonly Membership[]): Reach {
  const allowed = memberships.filter(({ role }) => role !== null);
  const seeing = allowed.filter(({ role }) => role?.permissions.has("children:read") === true);
  return {
    everywhere: seeing.some(({ orgId }) => orgId === PLATFORM),
    ids: allowed.flatMap(({ orgId }) => (orgId === PLATFORM ? [] : [orgId])),
    below: seeing.flatMap(({ orgId, path }) => (orgId === PLATFORM ? [] : [path.join("/")])),
  };
}

/** May the holder see that this organization is there? `path` has itself as the last. */
export function isWithin({ everywhere, ids, below }: Reach, path: string): boolean {
  return (
    everywhere ||
    ids.includes(path.split("/").at(-1) ?? "") ||
    below.some((above) => path === above || path.startsWith(`${above}/`))
  );
}

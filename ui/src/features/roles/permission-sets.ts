import { actionOf, type PermissionInfo, resourceOf } from "./arrange-permissions.ts";

export interface PermissionDifference {
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

/** In the order in which the gateway lists them. */
export function differenceOf(
  before: ReadonlySet<string>,
  after: ReadonlySet<string>,
  order: readonly PermissionInfo[],
): PermissionDifference {
  const all = order.map(({ name }) => name);
  return {
    added: all.filter((name) => after.has(name) && !before.has(name)),
    removed: all.filter((name) => before.has(name) && !after.has(name)),
  };
}

export type GroupState = "all" | "some" | "none" | "locked";

/** Of what can be given: what nobody here may give neither fills a group nor keeps it from being full. */
export function groupState(group: readonly PermissionInfo[], chosen: ReadonlySet<string>): GroupState {
  const givable = group.filter(({ held }) => held);
  if (givable.length === 0) return "locked";
  const count = givable.filter(({ name }) => chosen.has(name)).length;
  if (count === 0) return "none";
  return count === givable.length ? "all" : "some";
}

/** All of the group that can be given, or none of it. */
export function withGroup(
  chosen: ReadonlySet<string>,
  group: readonly PermissionInfo[],
  isOn: boolean,
): ReadonlySet<string> {
  const next = new Set(chosen);
  for (const { name, held } of group) {
    if (!held) continue;
    if (isOn) next.add(name);
    else next.delete(name);
  }
  return next;
}

/** The permissions to see that are missing where something may be done: in the dashboard the place would not be offered. */
export function missingReads(
  chosen: ReadonlySet<string>,
  all: readonly PermissionInfo[],
): readonly PermissionInfo[] {
  const acting = new Set([...chosen].map(resourceOf));
  return all.filter(
    ({ name, held }) =>
      held && actionOf(name) === "read" && acting.has(resourceOf(name)) && !chosen.has(name),
  );
}

/** What somebody lacks to give a role, or to change whoever has it. */
export function lackedOf(permissions: readonly string[], all: readonly PermissionInfo[]): readonly string[] {
  const held = new Set(all.filter((permission) => permission.held).map(({ name }) => name));
  return permissions.filter((name) => !held.has(name));
}

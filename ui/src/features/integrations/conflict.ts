import { differingMembers, type Integration, type Member } from "./draft-changes.ts";

/**
 * What somebody else changed and we are changing, too. What only one of us changed takes nothing away from the other.
 *
 * @param touched the members that are changed here; one that is none of them (all settings as JSON) touches everything
 */
export function overlapOf(
  known: Integration,
  theirs: Integration,
  touched: readonly string[],
): readonly Member[] {
  const differing = differingMembers(known, theirs);
  const isAll = touched.some((one) => !(one in known));
  return isAll ? differing : differing.filter((member) => touched.includes(member));
}

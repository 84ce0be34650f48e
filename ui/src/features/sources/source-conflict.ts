import type { SettingsDraft } from "./source-settings.ts";

/** The provider's own fields stand one by one, as `settings/header`: two people may each change one of them. */
type Flat = ReadonlyMap<string, string>;

function flat({ settings, ...draft }: SettingsDraft): Flat {
  const own = Object.entries(settings).map(([name, value]) => [`settings/${name}`, value] as const);
  // It only says that the switch beside it is meant.
  const rest = Object.entries(draft).filter(([name]) => name !== "isAccepted");
  return new Map([...own, ...rest.map(([name, value]) => [name, JSON.stringify(value)] as const)]);
}

function changed(before: Flat, after: Flat): readonly string[] {
  const names = new Set([...before.keys(), ...after.keys()]);
  return [...names].filter((name) => (before.get(name) ?? "") !== (after.get(name) ?? ""));
}

export function changedFields(before: SettingsDraft, after: SettingsDraft): readonly string[] {
  return changed(flat(before), flat(after));
}

/** What both have changed, and not to the same. What only one of them changed takes nothing away from the other. */
export function overlap(
  before: SettingsDraft,
  mine: SettingsDraft,
  theirs: SettingsDraft,
): readonly string[] {
  const [here, there] = [flat(mine), flat(theirs)];
  const touched = new Set(changedFields(before, theirs));
  return changedFields(before, mine).filter(
    (name) => touched.has(name) && here.get(name) !== there.get(name),
  );
}

/** Theirs, and over it what was changed here. */
export function overlay(before: SettingsDraft, mine: SettingsDraft, theirs: SettingsDraft): SettingsDraft {
  const own = new Set(changedFields(before, mine));
  const members = Object.entries(mine).filter(([name]) => own.has(name));
  const settings = Object.entries(mine.settings).filter(([name]) => own.has(`settings/${name}`));
  return {
    ...theirs,
    ...(Object.fromEntries(members) as Partial<SettingsDraft>),
    ...(own.has("isUnverified") ? { isAccepted: mine.isAccepted } : {}),
    settings: { ...theirs.settings, ...Object.fromEntries(settings) },
  };
}

export interface ShownKey {
  readonly keys: string;
  readonly label: string;
  readonly group: string;
}

/** By what they are about, as they came. Of two with the same key the last one has it, so the first is not shown. */
export function keyGroups(all: readonly ShownKey[]): readonly (readonly [string, readonly ShownKey[]])[] {
  const valid = all.filter(({ keys }, index) => all.findLastIndex((other) => other.keys === keys) === index);
  return [...Map.groupBy(valid, ({ group }) => group)];
}

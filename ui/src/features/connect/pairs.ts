/** A name and its value as they are edited: two rows may have one name until somebody decides. */
export interface Pair {
  readonly name: string;
  readonly value: string;
}

export function pairsOf(record: Readonly<Record<string, string>>): readonly Pair[] {
  return Object.entries(record).map(([name, value]) => ({ name, value }));
}

/** Rows without a name are not there yet. */
export function recordOf(pairs: readonly Pair[]): Record<string, string> {
  return Object.fromEntries(
    pairs.filter(({ name }) => name.trim() !== "").map(({ name, value }) => [name.trim(), value]),
  );
}

/** "a, b c" as three words: how people write lists of scopes and headers. */
export function wordsOf(text: string): readonly string[] {
  return text.split(/[\s,]+/).filter((word) => word !== "");
}

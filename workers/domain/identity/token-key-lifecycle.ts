const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** How long a key signs. */
export const SIGNING_MS = 30 * DAY_MS;
/**
 * A new key is published so long before it signs. Longer than anybody keeps the key set: otherwise the first tokens of
 * a new key would be refused wherever the set is a little old.
 */
const PUBLISHED_BEFORE_MS = 10 * MINUTE_MS;
/** Longer than a token lives and an isolate remembers who signs: then no token of the key can be left. */
const KEPT_AFTER_MS = DAY_MS;

export interface TokenKeyTimes {
  readonly kid: string;
  readonly createdAt: number;
  readonly retiredAt: number | null;
}

/** The key that signs now: the newest that everybody knows; the very first one has to sign at once. Null without any. */
export function chooseSigningKey<Key extends TokenKeyTimes>(keys: readonly Key[], now: number): Key | null {
  const active = keys.filter(({ retiredAt }) => retiredAt === null).sort(byAge);
  return active.findLast(({ createdAt }) => createdAt <= now - PUBLISHED_BEFORE_MS) ?? active[0] ?? null;
}

export interface TokenKeyPlan {
  readonly make: boolean;
  /** Kids that sign nothing any more. */
  readonly retire: readonly string[];
  /** Kids of which no token can be left. */
  readonly remove: readonly string[];
}

/** What is due among the keys. */
export function planTokenKeys(keys: readonly TokenKeyTimes[], now: number): TokenKeyPlan {
  const active = keys.filter(({ retiredAt }) => retiredAt === null).sort(byAge);
  const newest = active.at(-1);
  const signing = chooseSigningKey(active, now);
  return {
    make: newest === undefined || newest.createdAt <= now - SIGNING_MS,
    retire: active
      .slice(
        0,
        Math.max(
          0,
          active.findIndex(({ kid }) => kid === signing?.kid),
        ),
      )
      .map(kidOf),
    remove: keys.filter(({ retiredAt }) => retiredAt !== null && retiredAt <= now - KEPT_AFTER_MS).map(kidOf),
  };
}

function byAge(a: TokenKeyTimes, b: TokenKeyTimes): number {
  return a.createdAt - b.createdAt || (a.kid < b.kid ? -1 : 1);
}

function kidOf({ kid }: TokenKeyTimes): string {
  return kid;
}

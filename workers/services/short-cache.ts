export interface ShortCache<Value> {
  get(key: string): Value | undefined;
  set(key: string, value: Value): void;
}

/**
 * For as long as the isolate lives, and for so long only. What is there is shared, never a promise: one of another request
 * may never end when its caller hangs up.
 */
export function createShortCache<Value>(now: () => number, ageMs: number, most: number): ShortCache<Value> {
  const kept = new Map<string, { readonly value: Value; readonly until: number }>();
  return {
    get(key) {
      const known = kept.get(key);
      return known !== undefined && known.until > now() ? known.value : undefined;
    },
    set(key, value) {
      // Behind the others again: the first one is always the one that was made longest ago.
      kept.delete(key);
      kept.set(key, { value, until: now() + ageMs });
      const [oldest] = kept.keys();
      if (kept.size > most && oldest !== undefined) kept.delete(oldest);
    },
  };
}

import { setBounded } from "../set-bounded.ts";

/**
 * A small cache for values that are costly to parse and cheap to parse again. When it is full the oldest entry
 * goes, so an isolate that serves many tenants cannot grow without end.
 */
export function createBoundedCache<Value>(capacity: number): (key: string, make: () => Value) => Value {
  const entries = new Map<string, Value>();
  return (key, make) => {
    const known = entries.get(key);
    if (known !== undefined) return known;
    const value = make();
    setBounded(entries, key, value, capacity);
    return value;
  };
}

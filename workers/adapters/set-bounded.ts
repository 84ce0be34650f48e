/** Put an entry into a cache that never holds more than `capacity`: the oldest goes, so no tenant can grow an isolate. */
export function setBounded<Key, Value>(
  cache: Map<Key, Value>,
  key: Key,
  value: Value,
  capacity: number,
): void {
  cache.delete(key);
  cache.set(key, value);
  if (cache.size <= capacity) return;
  const oldest = cache.keys().next();
  if (!oldest.done) cache.delete(oldest.value);
}

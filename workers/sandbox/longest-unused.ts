/**
 * Which one gives way: the longest unused one of the owner who has the most. An organization that uses a hundred schemas pushes
 * out its own, not those of its neighbours. `items` are in the order of their last use.
 */
export function longestUnusedOfMost<T>(
  items: Iterable<T>,
  ownerOf: (item: T) => string | undefined,
): T | undefined {
  const byOwner = Map.groupBy(items, ownerOf);
  let most: readonly T[] = [];
  for (const owned of byOwner.values()) {
    if (owned.length > most.length) most = owned;
  }
  return most[0];
}

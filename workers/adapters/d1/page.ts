import type { Page } from "#domain/configuration-ports";

/** Ask for one row more than the page has: if it is there, there is another page. */
export function toPage<Row, Item>(
  rows: readonly Row[],
  limit: number,
  read: (row: Row) => Item,
  keyOf: (item: Item) => string,
): Page<Item> {
  const items = rows.slice(0, limit).map(read);
  const last = items.at(-1);
  return { items, next: rows.length > limit && last !== undefined ? keyOf(last) : null };
}

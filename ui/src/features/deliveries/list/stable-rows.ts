import type { Delivery } from "../delivery-types.ts";

interface Rows {
  readonly items: readonly Delivery[];
}

/**
 * Puts the pages of a list together, and gives a row that says the same as before as the same object: what did not change is
 * not drawn anew, and whoever has the focus in it keeps it. Pages that were not read again cost nothing.
 */
export function createStableRows(): (pages: readonly Rows[]) => readonly Delivery[] {
  const itemsOf = new WeakMap<Rows, readonly Delivery[]>();
  const known = new Map<string, Delivery>();
  const keep = (row: Delivery): Delivery => {
    const before = known.get(row.id);
    if (before !== undefined && sameRow(before, row)) return before;
    known.set(row.id, row);
    return row;
  };
  return (pages) =>
    pages.flatMap((page) => {
      const items = itemsOf.get(page) ?? page.items.map(keep);
      itemsOf.set(page, items);
      return items;
    });
}

/** A row is flat: its members tell it. */
export function sameRow(a: Delivery, b: Delivery): boolean {
  return (Object.keys(b) as (keyof Delivery)[]).every((key) => a[key] === b[key]);
}

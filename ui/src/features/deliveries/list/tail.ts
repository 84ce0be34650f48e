import type { Delivery } from "../delivery-types.ts";
import type { LoadedPage } from "./loaded-page.ts";
import { sameRow } from "./stable-rows.ts";

export interface Told {
  /** Rows that are listed and say something else now. */
  readonly changed: ReadonlyMap<string, Delivery>;
  /** New rows, newest first: those that waited before, and what came to them. */
  readonly waiting: readonly Delivery[];
}

/**
 * What an answer of the tail means for a list. The tail tells the last minute again each time, so most of it is known. A row
 * older than all that is listed comes with its page when one scrolls there.
 */
export function sortTail(
  pages: readonly LoadedPage[],
  waiting: readonly Delivery[],
  told: readonly Delivery[],
): Told {
  const oldest = [...told, ...waiting].reduce((found, { id }) => (id < found ? id : found), "~");
  const listed = listedSince(pages, oldest);
  const changed = new Map<string, Delivery>();
  // What waited may be listed by now: the list was read anew meanwhile.
  const unlisted = new Map(waiting.filter(({ id }) => !listed.has(id)).map((row) => [row.id, row]));
  const end = endOf(pages);
  for (const row of told) {
    const known = listed.get(row.id);
    if (known === undefined && row.id > end) unlisted.set(row.id, row);
    else if (known !== undefined && !sameRow(known, row)) changed.set(row.id, row);
  }
  return { changed, waiting: [...unlisted.values()].sort(newestFirst) };
}

/** The pages with what changed in its place, and what was let in where its age puts it: nearly always at the top. */
export function letIn(
  pages: readonly LoadedPage[],
  changed: ReadonlyMap<string, Delivery>,
  arrived: readonly Delivery[],
): LoadedPage[] {
  return pages.map((page, index) => {
    const isTouched = changed.size > 0 && page.items.some(({ id }) => changed.has(id));
    const items = isTouched ? page.items.map((row) => changed.get(row.id) ?? row) : page.items;
    if (index > 0 || arrived.length === 0) return items === page.items ? page : page.with(items);
    const known = new Set(items.map(({ id }) => id));
    const added = arrived.filter(({ id }) => !known.has(id));
    return page.with([...items, ...added].sort(newestFirst));
  });
}

/** Ids begin with their moment, so they sort as the log does. */
function newestFirst(a: Delivery, b: Delivery): number {
  return a.id < b.id ? 1 : a.id > b.id ? -1 : 0;
}

/** Only as far down as the tail can reach: a list of 100,000 must not be gone through every two seconds. */
function listedSince(pages: readonly LoadedPage[], oldestId: string): ReadonlyMap<string, Delivery> {
  const listed = new Map<string, Delivery>();
  for (const { items } of pages) {
    for (const row of items) {
      if (row.id < oldestId) return listed;
      listed.set(row.id, row);
    }
  }
  return listed;
}

function endOf(pages: readonly LoadedPage[]): string {
  const last = pages.at(-1);
  if (last === undefined || last.nextCursor === null) return "";
  return pages.findLast(({ items }) => items.length > 0)?.items.at(-1)?.id ?? "";
}

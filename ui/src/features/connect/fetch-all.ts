import type { PageOf } from "./use-pages.ts";

/** More than any organization may have: a list that never ends would be a fault, and must not hang the page. */
const MOST_PAGES = 100;

/** All rows of a list that is short enough to be looked through as a whole. */
export async function fetchAll<T>(
  fetchPage: (cursor: { cursor?: string }) => Promise<PageOf<T>>,
): Promise<readonly T[]> {
  const rows: T[] = [];
  let cursor: string | null = null;
  for (let page = 0; page < MOST_PAGES; page++) {
    const answer: PageOf<T> = await fetchPage(cursor === null ? {} : { cursor });
    rows.push(...answer.items);
    cursor = answer.nextCursor;
    if (cursor === null) break;
  }
  return rows;
}

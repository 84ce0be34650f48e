import type { Delivery } from "../delivery-types.ts";

/**
 * A page of a list, as an instance and not a plain object: a query's state is a Solid store, which goes through every plain
 * object in it at each change. Of 10,000 rows that was 150 ms for every page that came.
 */
export class LoadedPage {
  readonly items: readonly Delivery[];
  readonly nextCursor: string | null;
  readonly scanned: number;

  constructor(page: Pick<LoadedPage, "items" | "nextCursor" | "scanned">) {
    this.items = page.items;
    this.nextCursor = page.nextCursor;
    this.scanned = page.scanned;
  }

  with(items: readonly Delivery[]): LoadedPage {
    return new LoadedPage({ items, nextCursor: this.nextCursor, scanned: this.scanned });
  }
}

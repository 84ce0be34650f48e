import { Match, Switch } from "solid-js";
import { Button } from "~/components/button.tsx";
import { text } from "~/text/index.ts";
import type { DeliveryList } from "./use-delivery-list.ts";

const words = text.deliveries.list;

/** Fewer rows than this from a page of the log: the filter is rare, and whoever asks should decide how far to look. */
export const RARE_ROWS = 10;

/** Does the log go on by itself as one scrolls? */
export function goesOnByItself(list: DeliveryList): boolean {
  return list.hasMore() && (list.pages().at(-1)?.items.length ?? 0) >= RARE_ROWS;
}

/** How much of the log stands here: all of it, or so much as was looked at. */
export function ListFooter(props: { readonly list: DeliveryList }) {
  return (
    <div class="flex min-h-7 flex-wrap items-center gap-3" role="status">
      <Switch fallback={words.all(props.list.rows().length)}>
        <Match when={props.list.query.isFetchingNextPage}>{words.more}</Match>
        <Match when={props.list.hasMore() && goesOnByItself(props.list)}>
          <FurtherButton list={props.list} />
        </Match>
        <Match when={props.list.hasMore()}>
          <span>{words.looked(props.list.scanned(), props.list.rows().length)}</span>
          <FurtherButton list={props.list} />
        </Match>
      </Switch>
    </div>
  );
}

export function FurtherButton(props: { readonly list: DeliveryList }) {
  return (
    <Button size="small" busy={props.list.query.isFetchingNextPage} onClick={() => props.list.loadMore()}>
      {words.further}
    </Button>
  );
}

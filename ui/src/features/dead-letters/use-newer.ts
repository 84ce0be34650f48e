import { type Accessor, createEffect, createSignal, on, untrack } from "solid-js";
import type { DeliveryList } from "../deliveries/list/use-delivery-list.ts";

/**
 * Whether dead letters came since the list was read, told by their number. The list itself stands still: each row has a
 * button that sends and one that discards. Where nothing is listed there is nothing to disturb, and it is read again.
 */
export function useNewer(list: DeliveryList, total: Accessor<number | null>): Accessor<boolean> {
  const [seen, setSeen] = createSignal<number | null>(null);
  const isReadAnew = () => list.query.isFetching && !list.query.isFetchingNextPage;
  createEffect(
    on([total, isReadAnew], ([now, isRead]) => {
      const before = untrack(seen);
      if (now !== null && (before === null || now < before || isRead)) setSeen(now);
    }),
  );
  const isNewer = () => (total() ?? 0) > (seen() ?? total() ?? 0);
  createEffect(
    on(isNewer, (newer) => {
      if (newer && untrack(list.rows).length === 0) void list.startOver();
    }),
  );
  return isNewer;
}

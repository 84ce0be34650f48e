import { keepPreviousData, useQueryClient } from "@tanstack/solid-query";
import { type Accessor, createEffect, createMemo, createSignal, on } from "solid-js";
import { unwrap } from "solid-js/store";
import { inOrganization, organizationId } from "~/api/client.ts";
import { useInfiniteQuery, useQuery } from "~/api/query.ts";
import type { Delivery } from "../delivery-types.ts";
import type { DeliveryFilter, DeliveryQuery } from "./delivery-filter.ts";
import { fetchDeliveries, type ListPath } from "./fetch-deliveries.ts";
import { LoadedPage } from "./loaded-page.ts";
import { createStableRows } from "./stable-rows.ts";

/** More pages than this are not read again behind one's back: somebody scrolled far down and is looking for something. */
const MOST_REREAD = 20;

/** A list of the log that grows as one scrolls. Its rows are plain objects: there may be 100,000. */
export function useDeliveryList(
  path: ListPath,
  filter: Accessor<DeliveryFilter>,
  query: Accessor<DeliveryQuery>,
) {
  const queries = useQueryClient();
  // Not below the organization's key: what is asked again every time that anything changes must not be 1,000 pages.
  const key = () => ["delivery-list", organizationId(), path, filter()];
  const list = useInfiniteQuery(() => ({
    queryKey: key(),
    queryFn: async ({ signal, pageParam }): Promise<LoadedPage> =>
      new LoadedPage(await fetchDeliveries(path, query(), pageParam, signal)),
    initialPageParam: null as string | null,
    getNextPageParam: (page: LoadedPage) => page.nextCursor,
    placeholderData: keepPreviousData,
    refetchOnWindowFocus: false,
    staleTime: 30_000,
    refetchOnMount: ({ state }) => (state.data?.pages.length ?? 0) <= MOST_REREAD,
  }));

  // Asked while nothing is there yet, `data` would take the whole page away until it is.
  const pages = createMemo((): readonly LoadedPage[] =>
    list.isPending ? [] : unwrap(list.data?.pages ?? []),
  );
  const rowsOf = createStableRows();
  const rows = createMemo((): readonly Delivery[] => rowsOf(pages()));
  const scanned = () => pages().reduce((sum, page) => sum + page.scanned, 0);
  const [isOld, setOld] = createSignal(false);

  const write = (change: (pages: readonly LoadedPage[]) => readonly LoadedPage[]) =>
    queries.setQueryData<typeof list.data>(key(), (data) =>
      data === undefined ? data : { ...data, pages: [...change(data.pages)] as typeof data.pages },
    );
  const startOver = () => {
    setOld(false);
    queries.setQueryData<typeof list.data>(key(), (data) =>
      data === undefined ? data : { pages: data.pages.slice(0, 1), pageParams: data.pageParams.slice(0, 1) },
    );
    return list.refetch();
  };

  // Hears that something of this organization was changed: by a bulk operation, by an action on one row.
  const changes = useQuery(() => ({
    queryKey: inOrganization("deliveries", "changed"),
    queryFn: () => Promise.resolve(performance.now()),
    initialData: 0,
    staleTime: Number.POSITIVE_INFINITY,
  }));
  createEffect(
    on(
      () => changes.data,
      () => (pages().length <= MOST_REREAD ? void list.refetch() : setOld(true)),
      { defer: true },
    ),
  );

  return {
    query: list,
    pages,
    rows,
    scanned,
    /** Read for this filter, and not what stands there from the one before. */
    isSettled: () => list.isSuccess && !list.isPlaceholderData,
    hasMore: () => list.hasNextPage,
    loadMore: () => {
      if (list.hasNextPage && !list.isFetching) void list.fetchNextPage();
    },
    /** Something was changed while too much was loaded to be read again. */
    isOld,
    write,
    startOver,
    remove: (id: string) =>
      write((before) =>
        before.map((page) =>
          page.items.some((row) => row.id === id)
            ? page.with(page.items.filter((row) => row.id !== id))
            : page,
        ),
      ),
  };
}

export type DeliveryList = ReturnType<typeof useDeliveryList>;

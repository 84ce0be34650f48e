import { keepPreviousData } from "@tanstack/solid-query";
import { createMemo } from "solid-js";
import { useInfiniteQuery } from "~/api/query.ts";

export interface PageOf<T> {
  readonly items: readonly T[];
  readonly nextCursor: string | null;
}

interface PagesOptions<T> {
  readonly queryKey: readonly unknown[];
  readonly fetchPage: (cursor: string | undefined, signal: AbortSignal) => Promise<PageOf<T>>;
  readonly refetchInterval?: number;
  /** Long lists are not asked for again as a whole: what changes them says so. */
  readonly isLong?: boolean;
  readonly enabled?: boolean;
}

/** A list that comes in pages: the rows that are there, and how to get more. What stood there stays while a filter changes. */
export function usePages<T>(options: () => PagesOptions<T>) {
  const query = useInfiniteQuery(() => {
    const { queryKey, fetchPage, refetchInterval, isLong, enabled } = options();
    return {
      queryKey,
      queryFn: ({ pageParam, signal }) => fetchPage(pageParam, signal),
      initialPageParam: undefined as string | undefined,
      getNextPageParam: (page: PageOf<T>) => page.nextCursor ?? undefined,
      placeholderData: keepPreviousData,
      enabled: enabled ?? true,
      ...(refetchInterval === undefined ? {} : { refetchInterval }),
      ...(isLong === true ? { refetchOnWindowFocus: false, staleTime: Number.POSITIVE_INFINITY } : {}),
    };
  });
  const rows = createMemo((): readonly T[] =>
    query.isPending ? [] : (query.data?.pages ?? []).flatMap(({ items }) => items),
  );
  return {
    query,
    rows,
    hasMore: () => query.hasNextPage,
    isFetchingMore: () => query.isFetchingNextPage,
    more: () => {
      if (query.hasNextPage && !query.isFetchingNextPage) void query.fetchNextPage();
    },
  };
}

import { useSearchParams } from "@solidjs/router";
import { keepPreviousData } from "@tanstack/solid-query";
import { type Accessor, createMemo } from "solid-js";
import { answer, api, inOrganization } from "~/api/client.ts";
import type { components } from "~/api/openapi.d.ts";
import { useInfiniteQuery, useQuery } from "~/api/query.ts";
import { ANY, type AuditFilter, type AuditQuery, queryOf, readFilter } from "./audit-filter.ts";

export type AuditSummary = components["schemas"]["AuditSummary"];
export type AuditEntry = components["schemas"]["AuditEntry"];

const PAGE = 100;
/** The first page follows what happens; whoever scrolled further is looking for something. */
const AGAIN_MS = 5_000;

export interface AuditFilterState {
  readonly filter: Accessor<AuditFilter>;
  readonly query: Accessor<AuditQuery>;
  readonly change: (changes: Partial<AuditFilter>) => void;
  readonly clear: () => void;
}

/** The filter that the address bar holds. */
export function useAuditFilter(): AuditFilterState {
  const [parameters, setParameters] = useSearchParams();
  const filter = createMemo(() => readFilter(parameters), ANY, {
    equals: (before, after) => JSON.stringify(before) === JSON.stringify(after),
  });
  // "The last hour" begins when it was chosen: pages of one list must not be of different hours.
  const query = createMemo(() => queryOf(filter(), Date.now()));
  const change = (changes: Partial<AuditFilter>) => setParameters({ ...changes }, { replace: true });
  return { filter, query, change, clear: () => change(ANY) };
}

export function useAuditList({ filter, query }: AuditFilterState) {
  const list = useInfiniteQuery(() => ({
    queryKey: inOrganization("audit", "list", filter()),
    queryFn: ({ signal, pageParam }) =>
      answer(
        api.GET("/api/v1/audit", {
          params: {
            query: { ...query(), limit: PAGE, ...(pageParam === null ? {} : { cursor: pageParam }) },
          },
          signal,
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => (state.data?.pages.length === 1 ? AGAIN_MS : false),
  }));
  const rows = createMemo(
    (): readonly AuditSummary[] => list.data?.pages.flatMap(({ items }) => items) ?? [],
  );
  const archive = () => list.data?.pages[0]?.archive ?? null;
  const loadMore = () => {
    if (list.hasNextPage && !list.isFetchingNextPage) void list.fetchNextPage();
  };
  return { query: list, rows, archive, loadMore };
}

export type AuditList = ReturnType<typeof useAuditList>;

/** What was written is never written again: it needs to be asked for once. */
export function useAuditEntry(seq: Accessor<string | null>) {
  return useQuery(() => ({
    queryKey: inOrganization("audit", "entry", seq()),
    queryFn: ({ signal }) =>
      answer(api.GET("/api/v1/audit/{seq}", { params: { path: { seq: seq() ?? "" } }, signal })),
    enabled: seq() !== null,
    staleTime: Number.POSITIVE_INFINITY,
  }));
}

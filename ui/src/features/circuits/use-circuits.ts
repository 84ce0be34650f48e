import { createMemo } from "solid-js";
import { answer, api, inOrganization } from "~/api/client.ts";
import type { components } from "~/api/openapi.d.ts";
import { useInfiniteQuery, useQuery } from "~/api/query.ts";
import type { CircuitPhase } from "./timeline.ts";

export type CircuitSummary = components["schemas"]["CircuitSummary"];

/** An integration and what stands between it and its target; of a closed circuit nothing more is known. */
export interface CircuitRow {
  readonly integrationId: string;
  readonly name: string;
  readonly phase: CircuitPhase;
  readonly summary: CircuitSummary | null;
}

const ASKED_EVERY_MS = 5_000;
const PAGE = 200;

/** Those that are not closed come all at once and first; the closed ones page by page behind them. */
export function useCircuits(search: () => string | null) {
  const troubled = useQuery(() => ({
    queryKey: inOrganization("circuits"),
    queryFn: ({ signal }) => answer(api.GET("/api/v1/circuits", { signal })),
    refetchInterval: ASKED_EVERY_MS,
  }));
  const integrations = useInfiniteQuery(() => ({
    queryKey: inOrganization("integrations", "by-name", search()),
    queryFn: ({ signal, pageParam }) => {
      const q = search();
      const query = {
        limit: PAGE,
        sort: "name" as const,
        ...(q === null ? {} : { q }),
        ...(pageParam === null ? {} : { cursor: pageParam }),
      };
      return answer(api.GET("/api/v1/integrations", { params: { query }, signal }));
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: (before) => before,
  }));
  const rows = createMemo((): readonly CircuitRow[] => {
    const listed = integrations.data?.pages.flatMap(({ items }) => items) ?? [];
    return rowsOf(troubled.data?.items ?? [], listed, search());
  });
  /** Both in one: without the states every circuit would seem to be closed. */
  const query = {
    get data() {
      return troubled.data === undefined ? undefined : integrations.data;
    },
    get error() {
      return integrations.error ?? troubled.error;
    },
    get isPending() {
      return integrations.isPending || troubled.isPending;
    },
    get isError() {
      return integrations.isError || troubled.isError;
    },
    get isLoadingError() {
      return integrations.isLoadingError || troubled.isLoadingError;
    },
    refetch: () => Promise.all([integrations.refetch(), troubled.refetch()]),
  };
  return { query, troubled, integrations, rows };
}

export function rowsOf(
  troubled: readonly CircuitSummary[],
  integrations: readonly { readonly id: string; readonly name: string }[],
  search: string | null,
): readonly CircuitRow[] {
  const wanted = search?.toLowerCase() ?? "";
  const listed = new Set(integrations.map(({ id }) => id));
  const first = troubled.filter(
    // The gateway's search also looks at addresses: what it found belongs here too.
    ({ name, integrationId }) => name.toLowerCase().includes(wanted) || listed.has(integrationId),
  );
  const isFirst = new Set(first.map(({ integrationId }) => integrationId));
  return [
    ...first.map((summary) => ({
      integrationId: summary.integrationId,
      name: summary.name,
      phase: summary.phase,
      summary,
    })),
    ...integrations
      .filter(({ id }) => !isFirst.has(id))
      .map(({ id, name }) => ({ integrationId: id, name, phase: "closed" as const, summary: null })),
  ];
}

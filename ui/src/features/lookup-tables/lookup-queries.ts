import { type InfiniteData, useQueryClient } from "@tanstack/solid-query";
import { answer, api, inOrganization } from "~/api/client.ts";
import type { components } from "~/api/openapi.d.ts";
import { useQuery } from "~/api/query.ts";
import { fetchAll } from "~/features/connect/fetch-all.ts";
import type { PageOf } from "~/features/connect/use-pages.ts";

export type LookupTable = components["schemas"]["LookupTable"];
export type LookupVersion = components["schemas"]["LookupVersion"];
export interface LookupRow {
  readonly key: string;
  readonly value?: unknown;
}

export function useLookupTables() {
  return useQuery(() => ({
    queryKey: inOrganization("lookup-tables"),
    queryFn: ({ signal }) =>
      fetchAll((cursor) =>
        answer(api.GET("/api/v1/lookup-tables", { params: { query: { limit: 200, ...cursor } }, signal })),
      ),
  }));
}

export function useLookupTable(name: () => string) {
  return useQuery(() => ({
    queryKey: inOrganization("lookup-tables", "one", name()),
    queryFn: ({ signal }) =>
      answer(api.GET("/api/v1/lookup-tables/{name}", { params: { path: { name: name() } }, signal })),
  }));
}

export function rowsKey(name: string, ...rest: readonly unknown[]): readonly unknown[] {
  return inOrganization("lookup-rows", name, ...rest);
}

/** What a change of a table makes old. */
export function useTableChanges(name: () => string) {
  const queries = useQueryClient();
  const table = () => queries.invalidateQueries({ queryKey: inOrganization("lookup-tables") });
  return {
    table,
    /** All rows may be others: the list begins again. */
    rows: async () => {
      await Promise.all([table(), queries.resetQueries({ queryKey: rowsKey(name()) })]);
    },
    /** One row changed where it stands: a hundred thousand others need not be asked for again. Null: it is gone. */
    row: (key: string, changed: LookupRow | null) => {
      void table();
      queries.setQueriesData<InfiniteData<PageOf<LookupRow>>>(
        { queryKey: rowsKey(name(), "newest") },
        (data) =>
          data && {
            ...data,
            pages: data.pages.map((page) => ({
              ...page,
              items: page.items.flatMap((row) =>
                row.key !== key ? [row] : changed === null ? [] : [changed],
              ),
            })),
          },
      );
    },
  };
}

import { useQueryClient } from "@tanstack/solid-query";
import { answer, api, inOrganization } from "~/api/client.ts";
import type { components } from "~/api/openapi.d.ts";
import { useQuery } from "~/api/query.ts";
import { fetchAll } from "~/features/connect/fetch-all.ts";

export type EventType = components["schemas"]["EventType"];

const ALL = { limit: 200 } as const;

/** The whole catalogue: it is searched while one types. */
export function useEventTypes(archived: () => boolean) {
  return useQuery(() => ({
    queryKey: inOrganization("event-types", archived() ? "archived" : "live"),
    queryFn: ({ signal }) =>
      fetchAll((cursor) =>
        answer(
          api.GET("/api/v1/event-types", {
            params: { query: { ...ALL, ...cursor, archived: archived() ? "true" : "false" } },
            signal,
          }),
        ),
      ),
  }));
}

export function useEventType(name: () => string) {
  return useQuery(() => ({
    queryKey: inOrganization("event-types", "one", name()),
    queryFn: ({ signal }) =>
      answer(api.GET("/api/v1/event-types/{name}", { params: { path: { name: name() } }, signal })),
  }));
}

export function useCatalogueChanged(): () => Promise<void> {
  const queries = useQueryClient();
  return () => queries.invalidateQueries({ queryKey: inOrganization("event-types") });
}

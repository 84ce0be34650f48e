import { keepPreviousData } from "@tanstack/solid-query";
import { answer, api, inOrganization } from "~/api/client.ts";
import type { components } from "~/api/openapi.d.ts";
import { useQuery } from "~/api/query.ts";

export type Overview = components["schemas"]["Overview"];
export const WINDOWS = ["24h", "1h", "7d"] as const;
export type OverviewWindow = (typeof WINDOWS)[number];

/** As often as the gateway counts anew. */
const ASKED_EVERY_MS = 5_000;

export function useOverview(chosen: () => OverviewWindow) {
  return useQuery(() => ({
    queryKey: inOrganization("overview", chosen()),
    queryFn: ({ signal }) =>
      answer(api.GET("/api/v1/overview", { params: { query: { window: chosen() } }, signal })),
    refetchInterval: ASKED_EVERY_MS,
    // The figures of the last range stay until the new ones are there: nothing jumps.
    placeholderData: keepPreviousData,
  }));
}

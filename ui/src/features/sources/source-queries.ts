import { useQueryClient } from "@tanstack/solid-query";
import { answer, api, inOrganization } from "~/api/client.ts";
import type { components } from "~/api/openapi.d.ts";
import { useQuery } from "~/api/query.ts";
import { readSource } from "./read-source.ts";

export type Connector = components["schemas"]["Connector"];
export type Source = components["schemas"]["Source"];
export type ListedSource = components["schemas"]["ListedSource"];
/** With its newest events. */
export type SourceDetail = components["schemas"]["SourceDetail"];
export type RejectedRequest = components["schemas"]["RejectedRequest"];
export type RejectionReason = RejectedRequest["reason"];

/** The providers, with the fields that each of them needs. They change with the gateway's version only. */
export function useConnectors() {
  return useQuery(() => ({
    queryKey: inOrganization("connectors"),
    queryFn: ({ signal }) => answer(api.GET("/api/v1/connectors", { signal })),
    staleTime: Number.POSITIVE_INFINITY,
  }));
}

export function useSource(id: () => string, refetchInterval: () => number | false = () => 10_000) {
  return useQuery(() => ({
    queryKey: inOrganization("sources", id()),
    queryFn: ({ signal }) => readSource(id(), signal),
    refetchInterval: refetchInterval(),
  }));
}

/** After a change of one source: the list shows it too. */
export function useSourcesChanged(): () => Promise<void> {
  const queries = useQueryClient();
  return () => queries.invalidateQueries({ queryKey: inOrganization("sources") });
}

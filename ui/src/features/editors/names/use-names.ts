import { useQuery } from "@tanstack/solid-query";
import { type Accessor, createMemo } from "solid-js";
import { useMay } from "~/api/account.ts";
import { arrived } from "~/api/arrived.ts";
import { answer, api, inOrganization } from "~/api/client.ts";
import type { Names } from "./names.ts";

const MAX_LISTED = 200;

export function useVariables() {
  const may = useMay();
  return useQuery(() => ({
    queryKey: inOrganization("variables"),
    queryFn: ({ signal }) =>
      answer(api.GET("/api/v1/variables", { params: { query: { limit: MAX_LISTED } }, signal })),
    enabled: may("organization:read"),
  }));
}

/**
 * What templates may name in this organization. Give it the payload to learn from, or `() => undefined`.
 * For any field with `{{templates}}`: the target's URL and headers, a mapping, a GraphQL document's variables.
 */
export function useNames(payload: Accessor<unknown>): Accessor<Names> {
  const may = useMay();
  const variables = useVariables();
  const tables = useQuery(() => ({
    queryKey: inOrganization("lookup-tables", "names"),
    queryFn: ({ signal }) =>
      answer(api.GET("/api/v1/lookup-tables", { params: { query: { limit: MAX_LISTED } }, signal })),
    enabled: may("lookups:read"),
  }));
  return createMemo(() => ({
    payload: payload(),
    locals: {},
    variables: arrived(variables)?.items ?? null,
    tables: arrived(tables)?.items.map(({ name }) => name) ?? [],
  }));
}

import { type Accessor, createMemo } from "solid-js";
import { useMay } from "~/api/account.ts";
import { answer, api, inOrganization } from "~/api/client.ts";
import { useQuery } from "~/api/query.ts";
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
    variables: variables.data?.items ?? null,
    tables: tables.data?.items.map(({ name }) => name) ?? [],
  }));
}

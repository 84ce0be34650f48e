import { useMay } from "~/api/account.ts";
import { answer, api, inOrganization } from "~/api/client.ts";
import type { components } from "~/api/openapi.d.ts";
import { useQuery } from "~/api/query.ts";
import { fetchAll } from "./fetch-all.ts";

type Integration = components["schemas"]["Integration"];

/** What all integrations say of themselves, reduced to what is asked for. Only asked where one may see them. */
export function useIntegrations<T>(select: (integrations: readonly Integration[]) => T) {
  const may = useMay();
  return useQuery(() => ({
    queryKey: inOrganization("integrations", "all"),
    queryFn: ({ signal }): Promise<readonly Integration[]> =>
      fetchAll((cursor) =>
        answer(api.GET("/api/v1/integrations", { params: { query: { limit: 200, ...cursor } }, signal })),
      ),
    select,
    enabled: may("integrations:read"),
  }));
}

import { useQuery } from "@tanstack/solid-query";
import { useMay } from "~/api/account.ts";
import { answer, api, inOrganization } from "~/api/client.ts";
import { fetchAll } from "~/features/connect/fetch-all.ts";
import { subscriptionsTo } from "./subscribers.ts";

/** Who takes events of a type. Only asked where one may see integrations. */
export function useSubscriptions(type: () => string) {
  const may = useMay();
  return useQuery(() => ({
    queryKey: inOrganization("integrations", "subscribers", type()),
    queryFn: async ({ signal }) => {
      const integrations = await fetchAll((cursor) =>
        answer(api.GET("/api/v1/integrations", { params: { query: { limit: 200, ...cursor } }, signal })),
      );
      return subscriptionsTo(type(), integrations);
    },
    enabled: may("integrations:read"),
  }));
}

import { answer, api, inOrganization } from "~/api/client.ts";
import { useQuery } from "~/api/query.ts";

/** The gateway counts every five seconds: what it still remembered from before an action is corrected by the next answer. */
const ASKED_EVERY_MS = 6_000;

/** How many dead letters there are, by category. */
export function useSummary() {
  return useQuery(() => ({
    queryKey: inOrganization("dead-letters", "summary"),
    queryFn: ({ signal }) => answer(api.GET("/api/v1/dead-letters/summary", { signal })),
    refetchInterval: ASKED_EVERY_MS,
  }));
}

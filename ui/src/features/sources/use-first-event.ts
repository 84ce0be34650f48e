import { useQuery } from "@tanstack/solid-query";
import { useMay } from "~/api/account.ts";
import { answer, api, inOrganization } from "~/api/client.ts";

/**
 * The event that a source made, once it has come: its id begins with the source's. Null until it is found, and for senders
 * whose events have no ids of their own.
 */
export function useFirstEvent(sourceId: () => string, hasArrived: () => boolean): () => string | null {
  const may = useMay();
  const query = useQuery(() => ({
    queryKey: inOrganization("sources", sourceId(), "first-event"),
    queryFn: async ({ signal }) => {
      const query = { text: `${sourceId()}:`, limit: 1 };
      const { items } = await answer(api.GET("/api/v1/deliveries", { params: { query }, signal }));
      return items[0]?.eventId ?? null;
    },
    enabled: hasArrived() && may("deliveries:read"),
    // The log is a moment behind.
    refetchInterval: (asked) =>
      asked.state.data === null && asked.state.dataUpdateCount < 8 ? 1_000 : false,
  }));
  return () => (query.isSuccess ? query.data : null);
}

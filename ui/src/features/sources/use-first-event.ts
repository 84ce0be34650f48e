import { useMay } from "~/api/account.ts";
import { answer, api, inOrganization } from "~/api/client.ts";
import { useQuery } from "~/api/query.ts";
import type { Source } from "./source-queries.ts";

export interface FirstEvent {
  readonly eventId: string;
  readonly at: string;
}

/**
 * The event that a source made, out of the delivery log: its id begins with the source's. The source's own counts may be a
 * quarter of a minute behind, and whoever tries a webhook for the first time looks at the page meanwhile. Null until it is
 * there, and for senders whose events have no ids of their own.
 */
export function useFirstEvent(source: () => Source): () => FirstEvent | null {
  const may = useMay();
  const query = useQuery(() => ({
    queryKey: firstEventKey(source().id),
    queryFn: async ({ signal }): Promise<FirstEvent | null> => {
      const { id, createdAt } = source();
      const query = { text: `${id}:`, from: createdAt, limit: 1 };
      const { items } = await answer(api.GET("/api/v1/deliveries", { params: { query }, signal }));
      const [found] = items;
      return found === undefined ? null : { eventId: found.eventId, at: found.acceptedAt };
    },
    enabled: may("deliveries:read"),
    refetchInterval: (asked) => (asked.state.data === null ? 2_000 : false),
  }));
  return () => query.data ?? null;
}

function firstEventKey(sourceId: string) {
  return inOrganization("sources", sourceId, "first-event");
}

/** Whether the wizard has seen it, without asking once more. */
export function useSeenFirstEvent(sourceId: () => string): () => boolean {
  const query = useQuery(() => ({
    queryKey: firstEventKey(sourceId()),
    queryFn: (): FirstEvent | null => null,
    enabled: false,
  }));
  return () => query.data !== undefined && query.data !== null;
}

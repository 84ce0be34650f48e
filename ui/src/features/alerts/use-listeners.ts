import { answer, api, inOrganization } from "~/api/client.ts";
import type { components } from "~/api/openapi.d.ts";
import { useQuery } from "~/api/query.ts";
import { takesNotices } from "./alert-state.ts";

export interface Listener {
  readonly id: string;
  readonly name: string;
  readonly enabled: boolean;
  /** Of its event types, those that take notices. */
  readonly patterns: readonly string[];
}

const PAGE = 200;
const MOST_PAGES = 5;

/** The integrations that are told of alerts, among the first thousand. */
export function useListeners() {
  return useQuery(() => ({
    queryKey: inOrganization("integrations", "listeners"),
    queryFn: async ({ signal }): Promise<readonly Listener[]> => {
      const listeners: Listener[] = [];
      let cursor: string | null = null;
      for (let page = 0; page < MOST_PAGES; page++) {
        const query = { limit: PAGE, ...(cursor === null ? {} : { cursor }) };
        const answered: components["schemas"]["IntegrationPage"] = await answer(
          api.GET("/api/v1/integrations", { params: { query }, signal }),
        );
        for (const { id, name, enabled, eventTypes } of answered.items) {
          const patterns = eventTypes.filter(takesNotices);
          if (patterns.length > 0) listeners.push({ id, name, enabled, patterns });
        }
        cursor = answered.nextCursor;
        if (cursor === null) break;
      }
      return listeners;
    },
  }));
}

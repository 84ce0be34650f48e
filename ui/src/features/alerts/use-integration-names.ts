import { useMay } from "~/api/account.ts";
import { answer, api, inOrganization } from "~/api/client.ts";
import type { components } from "~/api/openapi.d.ts";
import { useQuery } from "~/api/query.ts";

type IntegrationPage = components["schemas"]["IntegrationPage"];

const PAGE = 200;
const MOST_PAGES = 5;

/** Integrations by id, for whatever only knows their ids. Those that are not among them are shown by id. */
export function useIntegrationNames() {
  const may = useMay();
  const query = useQuery(() => ({
    queryKey: inOrganization("integrations", "names"),
    queryFn: async ({ signal }): Promise<ReadonlyMap<string, string>> => {
      const names = new Map<string, string>();
      let cursor: string | null = null;
      for (let page = 0; page < MOST_PAGES; page++) {
        const query = { limit: PAGE, sort: "name" as const, ...(cursor === null ? {} : { cursor }) };
        const answered: IntegrationPage = await answer(
          api.GET("/api/v1/integrations", { params: { query }, signal }),
        );
        for (const { id, name } of answered.items) names.set(id, name);
        cursor = answered.nextCursor;
        if (cursor === null) break;
      }
      return names;
    },
    enabled: may("integrations:read"),
    staleTime: 30_000,
  }));
  const missed = new Set<string>();
  /** Made since the names were asked for: ask again, once for each, because it may also be deleted. */
  const miss = (id: string) => {
    if (missed.has(id)) return;
    missed.add(id);
    queueMicrotask(() => void query.refetch());
  };
  return {
    nameOf: (id: string) => {
      const names = query.data;
      const name = names?.get(id);
      if (names !== undefined && name === undefined) miss(id);
      return name ?? id;
    },
    /** In the order of their names. */
    all: () => [...(query.data ?? [])].map(([id, name]) => ({ id, name })),
  };
}

import { answer, api, inOrganization } from "~/api/client.ts";
import type { components } from "~/api/openapi.d.ts";
import { useQuery } from "~/api/query.ts";
import { usePages } from "~/features/connect/use-pages.ts";

export type BlockedLane = components["schemas"]["BlockedLane"];

const PAGE = 20;
const ASKED_EVERY_MS = 5_000;

/** The lanes of an integration that dead letters stop, by name. */
export function useBlockedLanes(id: string) {
  return usePages<BlockedLane>(() => ({
    queryKey: inOrganization("integrations", id, "blocked-lanes"),
    fetchPage: (cursor, signal) => readLanes(id, { limit: PAGE, cursor }, signal),
    refetchInterval: ASKED_EVERY_MS,
  }));
}

/** Is there any? Null asks nothing. */
export function useFirstBlockedLane(id: () => string | null) {
  return useQuery(() => {
    const asked = id();
    return {
      queryKey: inOrganization("integrations", asked ?? "", "first-blocked-lane"),
      queryFn: async ({ signal }: { signal: AbortSignal }) =>
        (await readLanes(asked ?? "", { limit: 1, cursor: undefined }, signal)).items[0] ?? null,
      enabled: asked !== null,
      refetchInterval: ASKED_EVERY_MS,
    };
  });
}

function readLanes(
  id: string,
  { limit, cursor }: { readonly limit: number; readonly cursor: string | undefined },
  signal: AbortSignal,
) {
  const query = { limit, ...(cursor === undefined ? {} : { cursor }) };
  return answer(
    api.GET("/api/v1/integrations/{id}/blocked-lanes", { params: { path: { id }, query }, signal }),
  );
}

import { useQueryClient } from "@tanstack/solid-query";
import { answer, api, inOrganization } from "~/api/client.ts";
import type { components } from "~/api/openapi.d.ts";
import { useQuery } from "~/api/query.ts";

export type Organization = components["schemas"]["Organization"];
export type Policy = components["schemas"]["Policy"];
export type Quota = components["schemas"]["Quota"];

/** Acting in another organization than that of the address, for one call. */
export function actingIn(orgId: string): { readonly "x-organization-id": string } {
  return { "x-organization-id": orgId };
}

const LIVE_MS = 15_000;

export function useUsage() {
  return useQuery(() => ({
    queryKey: inOrganization("usage"),
    queryFn: ({ signal }) => answer(api.GET("/api/v1/organization/usage", { signal })),
    refetchInterval: LIVE_MS,
  }));
}

export function usePolicy() {
  return useQuery(() => ({
    queryKey: inOrganization("policy"),
    queryFn: ({ signal }) => answer(api.GET("/api/v1/organization/policy", { signal })),
  }));
}

/** Everything below, on every level. A tree has a thousand at most: five pages. */
export function useDescendants(enabled: () => boolean) {
  return useQuery(() => ({
    queryKey: inOrganization("descendants"),
    queryFn: ({ signal }) => allBelow(signal),
    enabled: enabled(),
  }));
}

async function allBelow(signal: AbortSignal): Promise<readonly Organization[]> {
  const found: Organization[] = [];
  let cursor: string | null = null;
  do {
    const query: { descendants: "true"; limit: number; cursor?: string } = {
      descendants: "true",
      limit: 200,
      ...(cursor === null ? {} : { cursor }),
    };
    const page: { items: Organization[]; nextCursor: string | null } = await answer(
      api.GET("/api/v1/organization/children", { params: { query }, signal }),
    );
    found.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== null);
  return found;
}

/** After the tree was changed: names, policies and quotas of one may show in all of them. */
export function useTreeChanged(): () => Promise<void> {
  const queries = useQueryClient();
  return async () => {
    await Promise.all([
      queries.invalidateQueries({ queryKey: ["my-organizations"] }),
      queries.invalidateQueries({ queryKey: ["permissions"] }),
      queries.invalidateQueries({
        predicate: ({ queryKey }) =>
          ["organization", "descendants", "usage", "policy"].includes(String(queryKey[1])),
      }),
    ]);
  };
}

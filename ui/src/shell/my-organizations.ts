import { answer, api } from "~/api/client.ts";
import type { components } from "~/api/openapi.d.ts";
import { useInfiniteQuery } from "~/api/query.ts";

export type MyOrganization = components["schemas"]["MyOrganization"];

const PAGE = 100;

/** Organizations that one may switch to, each right below its parent; narrowed by the gateway, as there may be a thousand. */
export function useMyOrganizations(wanted: () => string, enabled: () => boolean) {
  return useInfiniteQuery(() => {
    const q = wanted().trim().slice(0, 100);
    return {
      queryKey: ["my-organizations", q],
      queryFn: ({ pageParam, signal }: { pageParam: string; signal: AbortSignal }) =>
        answer(
          api.GET("/api/v1/me/organizations", {
            params: {
              query: {
                limit: PAGE,
                ...(q === "" ? {} : { q }),
                ...(pageParam === "" ? {} : { cursor: pageParam }),
              },
            },
            signal,
          }),
        ),
      initialPageParam: "",
      getNextPageParam: ({ nextCursor }: { nextCursor: string | null }) => nextCursor ?? undefined,
      enabled: enabled(),
      staleTime: 30_000,
    };
  });
}

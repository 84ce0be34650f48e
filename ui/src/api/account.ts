import { createMemo } from "solid-js";
import { answer, api, organizationId } from "./client.ts";
import type { components } from "./openapi.d.ts";
import type { Permission } from "./permission.ts";
import { useQuery } from "./query.ts";

export type Account = components["schemas"]["Account"];

/** Who is signed in, and where they belong. */
export function useAccount() {
  return useQuery(() => ({
    queryKey: ["account"],
    queryFn: ({ signal }) => answer(api.GET("/api/v1/me", { signal })),
    staleTime: 60_000,
  }));
}

/** What one may do in an organization, and what it is called. Null: in none, and nothing is asked. */
export function usePermissionsIn(orgId: () => string | null) {
  return useQuery(() => {
    const org = orgId();
    return {
      queryKey: ["permissions", org],
      queryFn: ({ signal }) =>
        answer(
          api.GET("/api/v1/me/permissions", {
            params: { query: org === null ? {} : { organizationId: org } },
            signal,
          }),
        ),
      enabled: org !== null,
      staleTime: 30_000,
    };
  });
}

/** True once it is known that one may not: while that is being asked, nobody is turned away. */
export function useLacks(): (permission: string | undefined) => boolean {
  const query = usePermissionsIn(organizationId);
  return (permission) =>
    permission !== undefined &&
    query.data !== undefined &&
    !query.data.permissions.some((held) => held === permission);
}

/**
 * What one may do in the organization of the address, by roles there and above. What is not allowed is not offered; the
 * gateway judges again, this only keeps dead buttons off the page.
 */
export function useMay(): (permission: Permission) => boolean {
  const query = usePermissionsIn(organizationId);
  const held = createMemo(() => new Set(query.data?.permissions ?? []));
  return (permission) => held().has(permission);
}

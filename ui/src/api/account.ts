import { useQuery } from "@tanstack/solid-query";
import { answer, api, organizationId } from "./client.ts";
import type { components } from "./openapi.d.ts";
import type { Permission } from "./permission.ts";

export type Account = components["schemas"]["Account"];
export type Membership = Account["memberships"][number];

const PLATFORM = "*";

/** Who is signed in, where they belong, and what they may do there. */
export function useAccount() {
  return useQuery(() => ({
    queryKey: ["account"],
    queryFn: ({ signal }) => answer(api.GET("/api/v1/me", { signal })),
    staleTime: 60_000,
  }));
}

/** What is not allowed is not offered. The gateway judges again; this only keeps dead buttons off the page. */
export function useMay(): (permission: Permission) => boolean {
  const account = useAccount();
  return (permission) => permissionsIn(account.data, organizationId()).has(permission);
}

function permissionsIn(account: Account | undefined, orgId: string | null): ReadonlySet<string> {
  const memberships = account?.memberships ?? [];
  const here = memberships.filter(
    ({ organizationId }) => organizationId === orgId || organizationId === PLATFORM,
  );
  // Below an organization that one belongs to: its role holds there too.
  const held = here.length > 0 ? here : memberships;
  return new Set(held.flatMap(({ permissions }) => permissions));
}

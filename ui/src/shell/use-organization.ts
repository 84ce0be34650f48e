import { useQuery } from "@tanstack/solid-query";
import { answer, api, inOrganization, organizationId } from "~/api/client.ts";

/** The organization that the address names. */
export function useOrganization() {
  return useQuery(() => ({
    queryKey: inOrganization("organization"),
    queryFn: ({ signal }) => answer(api.GET("/api/v1/organization", { signal })),
    enabled: organizationId() !== null,
    staleTime: 60_000,
  }));
}

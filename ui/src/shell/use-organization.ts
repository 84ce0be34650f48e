import { useMay } from "~/api/account.ts";
import { answer, api, inOrganization, organizationId } from "~/api/client.ts";
import { useQuery } from "~/api/query.ts";

/** The organization that the address names. */
export function useOrganization() {
  const may = useMay();
  return useQuery(() => ({
    queryKey: inOrganization("organization"),
    queryFn: ({ signal }) => answer(api.GET("/api/v1/organization", { signal })),
    // Whoever may not read it knows its name from their membership; a refusal for every page would fill their console.
    enabled: organizationId() !== null && may("organization:read"),
    staleTime: 60_000,
  }));
}

import { answer, api, inOrganization } from "~/api/client.ts";

/** Asks the integration itself; its answer moves while deliveries run, so it is asked again. */
export function circuitQuery(id: string) {
  return {
    queryKey: inOrganization("integrations", id, "circuit"),
    queryFn: ({ signal }: { signal: AbortSignal }) =>
      answer(api.GET("/api/v1/integrations/{id}/circuit", { params: { path: { id } }, signal })),
    refetchInterval: 5_000,
  };
}

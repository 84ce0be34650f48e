import { answer, api, inOrganization } from "~/api/client.ts";
import type { components } from "~/api/openapi.d.ts";
import { ApiProblem } from "~/api/problem.ts";
import { useQuery } from "~/api/query.ts";

export type EndpointSchema = components["schemas"]["GraphqlEndpointSchema"];
export type SavedSchema = components["schemas"]["SavedGraphqlEndpointSchema"];

export const schemaKey = (id: string) => inOrganization("integrations", id, "graphql-schema");

/** What is known of the endpoint; null when nothing is. */
export function useEndpointSchema(id: string, isStored: () => boolean) {
  return useQuery(() => ({
    // One that is not saved as GraphQL has none: asking would only be refused.
    enabled: isStored(),
    queryKey: schemaKey(id),
    queryFn: async ({ signal }): Promise<EndpointSchema | null> => {
      try {
        return await answer(
          api.GET("/api/v1/integrations/{id}/graphql/schema", { params: { path: { id } }, signal }),
        );
      } catch (error) {
        if (error instanceof ApiProblem && error.problem.status === 404) return null;
        throw error;
      }
    },
    staleTime: 60_000,
  }));
}

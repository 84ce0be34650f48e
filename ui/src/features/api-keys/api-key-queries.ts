import { answer, api, inOrganization } from "~/api/client.ts";
import type { components } from "~/api/openapi.d.ts";
import type { Permission } from "~/api/permission.ts";
import { useQuery } from "~/api/query.ts";
import { fetchAll } from "~/features/connect/fetch-all.ts";

export type ApiKey = components["schemas"]["ApiKey"];
/** With its value, this once. */
export type CreatedApiKey = components["schemas"]["CreatedApiKey"];

const PAGE = 200;
/** "Last used" is what one watches after a key was handed over. */
const AGAIN_MS = 15_000;

export const keysKey = () => inOrganization("api-keys");

export function useApiKeys() {
  return useQuery(() => ({
    queryKey: keysKey(),
    queryFn: ({ signal }) =>
      fetchAll<ApiKey>((cursor) =>
        answer(api.GET("/api/v1/api-keys", { params: { query: { limit: PAGE, ...cursor } }, signal })),
      ),
    refetchInterval: AGAIN_MS,
  }));
}

/** @throws ApiProblem */
export function createApiKey(
  name: string,
  scopes: readonly string[],
  expiresAt: string | null,
): Promise<CreatedApiKey> {
  // The words come from the gateway's own list.
  return answer(api.POST("/api/v1/api-keys", { body: { name, scopes: scopes as Permission[], expiresAt } }));
}

/** @throws ApiProblem */
export function rotateApiKey(id: string, overlapMs: number): Promise<CreatedApiKey> {
  return answer(api.POST("/api/v1/api-keys/{id}/rotate", { params: { path: { id } }, body: { overlapMs } }));
}

/** @throws ApiProblem */
export async function revokeApiKey(id: string): Promise<void> {
  await answer(api.DELETE("/api/v1/api-keys/{id}", { params: { path: { id } } }));
}

import { useQueryClient } from "@tanstack/solid-query";
import { answer, api, inOrganization } from "~/api/client.ts";
import type { components } from "~/api/openapi.d.ts";
import { useQuery } from "~/api/query.ts";
import { fetchAll } from "~/features/connect/fetch-all.ts";
import { useIntegrations } from "~/features/connect/use-integrations.ts";

export type Credential = components["schemas"]["Credential"];
export type CredentialKind = Credential["kind"];

export interface Use {
  readonly id: string;
  readonly name: string;
}

export function useCredentials() {
  return useQuery(() => ({
    queryKey: inOrganization("credentials"),
    queryFn: ({ signal }) =>
      fetchAll((cursor) =>
        answer(api.GET("/api/v1/credentials", { params: { query: { limit: 200, ...cursor } }, signal })),
      ),
    refetchInterval: 15_000,
  }));
}

export function useCredential(id: () => string, refetchInterval: () => number = () => 15_000) {
  return useQuery(() => ({
    queryKey: inOrganization("credentials", "one", id()),
    queryFn: ({ signal }) =>
      answer(api.GET("/api/v1/credentials/{id}", { params: { path: { id: id() } }, signal })),
    refetchInterval: refetchInterval(),
  }));
}

/** Which integrations use which credential. */
export function useCredentialUses() {
  return useIntegrations((integrations) => {
    const uses = new Map<string, Use[]>();
    for (const { credentialId, id, name } of integrations) {
      if (credentialId !== null) uses.set(credentialId, [...(uses.get(credentialId) ?? []), { id, name }]);
    }
    return uses as ReadonlyMap<string, readonly Use[]>;
  });
}

export function useCredentialsChanged(): () => Promise<void> {
  const queries = useQueryClient();
  return () => queries.invalidateQueries({ queryKey: inOrganization("credentials") });
}

import { answer, api, inOrganization } from "~/api/client.ts";
import type { components } from "~/api/openapi.d.ts";
import { useQuery } from "~/api/query.ts";
import { fetchAll } from "~/features/connect/fetch-all.ts";

export type Member = components["schemas"]["Member"];
export type Invitation = components["schemas"]["Invitation"];

const PAGE = 200;

export function useMembers(enabled: () => boolean = () => true) {
  return useQuery(() => ({
    queryKey: inOrganization("members", "all"),
    queryFn: ({ signal }) =>
      fetchAll<Member>((cursor) =>
        answer(api.GET("/api/v1/members", { params: { query: { limit: PAGE, ...cursor } }, signal })),
      ),
    enabled: enabled(),
  }));
}

export function useInvitations(enabled: () => boolean) {
  return useQuery(() => ({
    queryKey: inOrganization("invitations"),
    queryFn: ({ signal }) =>
      fetchAll<Invitation>((cursor) =>
        answer(api.GET("/api/v1/invitations", { params: { query: { limit: PAGE, ...cursor } }, signal })),
      ),
    enabled: enabled(),
  }));
}

import { useQueryClient } from "@tanstack/solid-query";
import { answer, api, inOrganization } from "~/api/client.ts";

/** What is handed over, and to whom. */
export interface InvitationLink {
  readonly email: string;
  readonly url: string;
}

/** Asks for an invitation: one for an address that has one takes its place. @throws ApiProblem */
export function useInvite(): (email: string, roleId: string, days: number) => Promise<InvitationLink> {
  const queries = useQueryClient();
  return async (email, roleId, days) => {
    const body = { email, roleId, expiresInDays: days };
    const made = await answer(api.POST("/api/v1/invitations", { body }));
    void queries.invalidateQueries({ queryKey: inOrganization("invitations") });
    // Behind the #: no server is told what stands there, so no log has it.
    return { email: made.email, url: `${location.origin}/accept#${encodeURIComponent(made.token)}` };
  };
}

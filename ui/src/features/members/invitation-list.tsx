import { useQueryClient } from "@tanstack/solid-query";
import { For, Show } from "solid-js";
import { useMay } from "~/api/account.ts";
import { answer, api, inOrganization } from "~/api/client.ts";
import { Button } from "~/components/button.tsx";
import { Moment } from "~/components/moment.tsx";
import { Card } from "~/components/page.tsx";
import { QueryView } from "~/components/query-view.tsx";
import { toast, toastProblem } from "~/components/toast.tsx";
import { text } from "~/text/index.ts";
import { type Invitation, useInvitations, useMembers, useRoles } from "./use-members.ts";

const words = text.members;

/** Who was asked and has not come yet. */
export function InvitationList() {
  const may = useMay();
  const queries = useQueryClient();
  const invitations = useInvitations(() => may("members:read"));
  const members = useMembers();
  const roles = useRoles();
  const roleName = (id: string) => roles.data?.items.find((role) => role.id === id)?.name ?? id;
  const inviter = (by: string) =>
    members.data?.items.find(({ userId }) => by === userId || by === `user:${userId}`)?.name ?? by;
  const takeBack = async ({ id, email }: Invitation) => {
    try {
      await answer(api.DELETE("/api/v1/invitations/{id}", { params: { path: { id } } }));
      toast({ title: words.takenBack(email) });
      void queries.invalidateQueries({ queryKey: inOrganization("invitations") });
    } catch (error) {
      toastProblem(error);
    }
  };
  return (
    <Card title={words.open} flush>
      <QueryView
        query={invitations}
        isEmpty={({ items }) => items.length === 0}
        empty={<p class="px-4 py-5 text-sm text-faint">{words.noInvitations}</p>}
      >
        {(data) => (
          <ul class="divide-y divide-line">
            <For each={data().items}>
              {(invitation) => (
                <li class="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 px-4 py-2.5 text-sm">
                  <div class="min-w-0">
                    <span class="font-medium text-ink">{invitation.email}</span>{" "}
                    <span class="text-soft">{roleName(invitation.roleId)}</span>
                    <div class="text-xs text-faint">
                      {words.invitedBy} {inviter(invitation.invitedBy)} · {words.runsOut}{" "}
                      <Moment at={invitation.expiresAt} />
                    </div>
                  </div>
                  <Show when={may("members:invite")}>
                    <Button size="small" onClick={() => void takeBack(invitation)}>
                      {words.takeBack}
                    </Button>
                  </Show>
                </li>
              )}
            </For>
          </ul>
        )}
      </QueryView>
    </Card>
  );
}

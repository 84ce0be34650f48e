import { useQueryClient } from "@tanstack/solid-query";
import { createSignal, For, Show } from "solid-js";
import { useMay } from "~/api/account.ts";
import { answer, api, inOrganization } from "~/api/client.ts";
import { Button } from "~/components/button.tsx";
import { Confirm } from "~/components/dialog.tsx";
import { Moment } from "~/components/moment.tsx";
import { Card } from "~/components/page.tsx";
import { ProblemNote } from "~/components/problem-note.tsx";
import { QueryView } from "~/components/query-view.tsx";
import { toast } from "~/components/toast.tsx";
import { useActorName } from "~/features/circuits/use-actor-name.ts";
import { useRoleName, useRoles } from "~/features/roles/role-queries.ts";
import { useAction } from "~/primitives/action.ts";
import { text } from "~/text/index.ts";
import { type InvitationLink, useInvite } from "./use-invite.ts";
import { type Invitation, useInvitations } from "./use-members.ts";

const words = text.members;
const NEW_LINK_DAYS = 7;

/** Who was asked and has not come yet. */
export function InvitationList(props: { readonly onLink: (link: InvitationLink) => void }) {
  const may = useMay();
  const queries = useQueryClient();
  const sendInvite = useInvite();
  const invitations = useInvitations(() => may("members:read"));
  const roleName = useRoleName(useRoles(() => may("roles:read")));
  const inviter = useActorName();
  const [takingBack, setTakingBack] = createSignal<Invitation | null>(null);
  const [renewing, setRenewing] = createSignal<Invitation | null>(null);
  const takeBack = useAction(async ({ id, email }: Invitation) => {
    await answer(api.DELETE("/api/v1/invitations/{id}", { params: { path: { id } } }));
    toast({ title: words.takenBack(email) });
    setTakingBack(null);
    void queries.invalidateQueries({ queryKey: inOrganization("invitations") });
  });
  const renew = useAction(async ({ email, roleId }: Invitation) => {
    const link = await sendInvite(email, roleId, NEW_LINK_DAYS);
    setRenewing(null);
    props.onLink(link);
  });
  return (
    <Card title={words.open} flush>
      <QueryView
        query={invitations}
        permission={words.permission}
        isEmpty={(all) => all.length === 0}
        empty={<p class="px-4 py-5 text-sm text-faint">{words.noInvitations}</p>}
      >
        {(all) => (
          <ul class="divide-y divide-line">
            <For each={all()}>
              {(invitation) => (
                <li class="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 px-4 py-2.5 text-sm">
                  <div class="min-w-0">
                    <span class="font-medium break-all text-ink">{invitation.email}</span>{" "}
                    <span class="text-soft">{roleName(invitation.roleId)}</span>
                    <div class="text-xs text-faint">
                      {words.invitedBy} {inviter(invitation.invitedBy)} · {words.runsOut}{" "}
                      <Moment at={invitation.expiresAt} />
                    </div>
                  </div>
                  <Show when={may("members:invite")}>
                    <span class="flex gap-2">
                      <Button
                        size="small"
                        aria-label={words.newLinkFor(invitation.email)}
                        onClick={() => setRenewing(invitation)}
                      >
                        {words.newLink}
                      </Button>
                      <Button
                        size="small"
                        aria-label={words.takeBackOf(invitation.email)}
                        onClick={() => setTakingBack(invitation)}
                      >
                        {words.takeBack}
                      </Button>
                    </span>
                  </Show>
                </li>
              )}
            </For>
          </ul>
        )}
      </QueryView>
      <Ask
        invitation={takingBack()}
        title={words.takeBackTitle}
        hint={words.takeBackHint}
        confirm={words.takeBack}
        action={takeBack}
        onClose={() => setTakingBack(null)}
        danger
      />
      <Ask
        invitation={renewing()}
        title={words.newLinkFor}
        hint={words.newLinkHint(NEW_LINK_DAYS)}
        confirm={words.newLink}
        action={renew}
        onClose={() => setRenewing(null)}
      />
    </Card>
  );
}

interface AskProps {
  /** Null: closed. */
  readonly invitation: Invitation | null;
  readonly title: (email: string) => string;
  readonly hint: string;
  readonly confirm: string;
  readonly action: ReturnType<typeof useAction<[Invitation]>>;
  readonly onClose: () => void;
  readonly danger?: boolean;
}

function Ask(props: AskProps) {
  return (
    <Confirm
      open={props.invitation !== null}
      onClose={() => {
        props.action.clear();
        props.onClose();
      }}
      onConfirm={() => props.invitation !== null && void props.action.run(props.invitation)}
      busy={props.action.busy()}
      title={props.title(props.invitation?.email ?? "")}
      description={props.hint}
      confirm={props.confirm}
      danger={props.danger === true}
    >
      <ProblemNote problem={props.action.problem()} />
    </Confirm>
  );
}

import { useQueryClient } from "@tanstack/solid-query";
import { UserPlus } from "lucide-solid";
import { createSignal, Show } from "solid-js";
import { useMay } from "~/api/account.ts";
import { inOrganization } from "~/api/client.ts";
import { Button } from "~/components/button.tsx";
import { Card, Page } from "~/components/page.tsx";
import { QueryView } from "~/components/query-view.tsx";
import { Empty } from "~/components/states.tsx";
import { useCommands } from "~/shell/palette-state.ts";
import { text } from "~/text/index.ts";
import { InvitationList } from "./invitation-list.tsx";
import { InviteDialog } from "./invite-dialog.tsx";
import { MemberTable } from "./member-table.tsx";
import { useMembers } from "./use-members.ts";

const words = text.members;

export default function MembersPage() {
  const may = useMay();
  const queries = useQueryClient();
  const members = useMembers();
  const [inviting, setInviting] = createSignal(false);
  useCommands([{ id: "invite", label: words.invite, run: () => setInviting(true) }]);
  return (
    <Page
      title={words.title}
      description={words.description}
      actions={
        <Show when={may("members:invite")}>
          <Button look="primary" onClick={() => setInviting(true)}>
            <UserPlus class="size-4" aria-hidden="true" />
            {words.invite}
          </Button>
        </Show>
      }
    >
      <Card flush>
        <QueryView
          query={members}
          permission="members:read"
          isEmpty={({ items }) => items.length === 0}
          empty={<Empty title={words.none}>{words.noneHint}</Empty>}
        >
          {(data) => <MemberTable members={data().items} />}
        </QueryView>
      </Card>
      <Show when={may("members:read")}>
        <InvitationList />
      </Show>
      <InviteDialog
        open={inviting()}
        onClose={() => setInviting(false)}
        onInvited={() => void queries.invalidateQueries({ queryKey: inOrganization("invitations") })}
      />
    </Page>
  );
}

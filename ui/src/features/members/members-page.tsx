import { UserPlus } from "lucide-solid";
import { createMemo, createSignal, Show } from "solid-js";
import { useMay } from "~/api/account.ts";
import { Button } from "~/components/button.tsx";
import { Once } from "~/components/once.tsx";
import { Card, Page } from "~/components/page.tsx";
import { QueryView } from "~/components/query-view.tsx";
import { Select } from "~/components/select.tsx";
import { Empty } from "~/components/states.tsx";
import { SearchBox } from "~/features/connect/search-box.tsx";
import { useUrlText } from "~/primitives/url-state.ts";
import { useCommands } from "~/shell/palette-state.ts";
import { text } from "~/text/index.ts";
import { InvitationList } from "./invitation-list.tsx";
import { InviteDialog } from "./invite-dialog.tsx";
import { MemberTable } from "./member-table.tsx";
import type { InvitationLink } from "./use-invite.ts";
import { type Member, useMembers } from "./use-members.ts";

const words = text.members;
const ANY = "any";

export default function MembersPage() {
  const may = useMay();
  const members = useMembers();
  const [search, setSearch] = useUrlText("q");
  const [role, setRole] = useUrlText("role");
  const [inviting, setInviting] = createSignal(false);
  const [link, setLink] = createSignal<InvitationLink | null>(null);
  const shown = createMemo(() => {
    const wanted = (search() ?? "").trim().toLowerCase();
    return (members.data ?? []).filter(
      ({ name, email, roleId, userId }) =>
        (role() === null || role() === roleId) && `${name} ${email} ${userId}`.toLowerCase().includes(wanted),
    );
  });
  const showAll = () => {
    setSearch(null);
    setRole(null);
  };
  useCommands(() =>
    may("members:invite") ? [{ id: "invite", label: words.invite, run: () => setInviting(true) }] : [],
  );
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
      <QueryView
        query={members}
        permission={words.permission}
        framed
        isEmpty={(all) => all.length === 0}
        empty={
          <Card>
            <Empty title={words.none}>{words.noneHint}</Empty>
          </Card>
        }
      >
        {(all) => (
          <>
            <div class="flex flex-wrap items-center gap-2">
              <SearchBox
                label={words.search.label}
                placeholder={words.search.placeholder}
                group={words.group}
                value={search() ?? ""}
                onChange={setSearch}
              />
              <Select
                class="w-48"
                label={words.role}
                labelHidden
                options={rolesOf(all())}
                value={role() ?? ANY}
                onChange={(value) => setRole(value === ANY ? null : value)}
              />
            </div>
            <Card flush>
              <Show
                when={shown().length > 0}
                fallback={
                  <Empty
                    title={words.noMatch}
                    action={<Button onClick={showAll}>{words.filter.clear}</Button>}
                  >
                    {words.noMatchText}
                  </Empty>
                }
              >
                <MemberTable members={shown()} />
              </Show>
            </Card>
          </>
        )}
      </QueryView>
      <Show when={may("members:read")}>
        <InvitationList onLink={setLink} />
      </Show>
      <InviteDialog open={inviting()} onClose={() => setInviting(false)} onInvited={setLink} />
      <Once
        title={words.linkTitle}
        explanation={words.linkHint(link()?.email ?? "")}
        value={link()?.url ?? null}
        onClose={() => setLink(null)}
      />
    </Page>
  );
}

/** Those that somebody has, by name. */
function rolesOf(members: readonly Member[]) {
  const names = new Map(members.map(({ roleId, roleName }) => [roleId, roleName ?? roleId]));
  const options = [...names].map(([value, label]) => ({ value, label }));
  return [{ value: ANY, label: words.filter.all }, ...options.sort((a, b) => a.label.localeCompare(b.label))];
}

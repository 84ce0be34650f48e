import { useQueryClient } from "@tanstack/solid-query";
import { Ellipsis } from "lucide-solid";
import { createSignal, Show } from "solid-js";
import { useAccount, useMay } from "~/api/account.ts";
import { answer, api, inOrganization } from "~/api/client.ts";
import { Badge } from "~/components/badge.tsx";
import { buttonClass } from "~/components/button.tsx";
import type { Column } from "~/components/data-table/columns.ts";
import { DataTable } from "~/components/data-table/data-table.tsx";
import { Confirm } from "~/components/dialog.tsx";
import { Menu, MenuItem } from "~/components/menu.tsx";
import { Moment } from "~/components/moment.tsx";
import { toast, toastProblem } from "~/components/toast.tsx";
import { text } from "~/text/index.ts";
import { ChangeRoleDialog } from "./change-role-dialog.tsx";
import type { Member } from "./use-members.ts";

const words = text.members;

export function MemberTable(props: { readonly members: readonly Member[] }) {
  const may = useMay();
  const account = useAccount();
  const queries = useQueryClient();
  const [changing, setChanging] = createSignal<Member | null>(null);
  const [removing, setRemoving] = createSignal<Member | null>(null);
  const mayAct = () => may("members:update") || may("members:remove");
  const reload = () => void queries.invalidateQueries({ queryKey: inOrganization("members") });

  const columns = (): readonly Column<Member>[] => [
    {
      id: "name",
      header: words.name,
      width: "minmax(0, 2fr)",
      sortBy: ({ name }) => name.toLowerCase(),
      cell: (member) => (
        <>
          <span class="font-medium">{member.name}</span>{" "}
          <Show when={member.userId === account.data?.id}>
            <Badge tone="accent">{words.you}</Badge>
          </Show>
          <span class="block truncate text-xs text-faint">{member.email}</span>
        </>
      ),
    },
    {
      id: "role",
      header: words.role,
      width: "minmax(0, 1fr)",
      sortBy: ({ roleName, roleId }) => roleName ?? roleId,
      cell: (member) => <span class="block truncate">{member.roleName ?? member.roleId}</span>,
    },
    {
      id: "factor",
      header: words.factor,
      width: "120px",
      from: "md",
      cell: (member) => (
        <Badge tone={member.secondFactor ? "good" : "warn"}>
          {member.secondFactor ? words.factorOn : words.factorOff}
        </Badge>
      ),
    },
    {
      id: "since",
      header: words.since,
      width: "100px",
      align: "end",
      from: "sm",
      sortBy: ({ createdAt }) => createdAt,
      cell: (member) => <Moment at={member.createdAt} />,
    },
    {
      id: "actions",
      header: words.actions,
      headerHidden: true,
      width: "36px",
      cell: (member) => (
        <Show when={mayAct()}>
          <Menu
            label={`${words.actions}: ${member.name}`}
            triggerClass={`${buttonClass("quiet", "small")} !w-7 !px-0`}
            trigger={<Ellipsis class="size-4" aria-hidden="true" />}
          >
            <Show when={may("members:update")}>
              <MenuItem onSelect={() => setChanging(member)}>{words.changeRole}</MenuItem>
            </Show>
            <Show when={may("members:remove")}>
              <MenuItem danger onSelect={() => setRemoving(member)}>
                {words.remove}
              </MenuItem>
            </Show>
          </Menu>
        </Show>
      ),
    },
  ];

  const remove = async (member: Member) => {
    try {
      await answer(api.DELETE("/api/v1/members/{userId}", { params: { path: { userId: member.userId } } }));
      toast({ title: words.removed(member.name) });
      setRemoving(null);
      reload();
    } catch (error) {
      toastProblem(error);
    }
  };

  return (
    <>
      <DataTable
        label={words.title}
        columns={columns()}
        rows={props.members}
        rowId={({ userId }) => userId}
      />
      <ChangeRoleDialog member={changing()} onClose={() => setChanging(null)} onChanged={reload} />
      <Confirm
        open={removing() !== null}
        onClose={() => setRemoving(null)}
        onConfirm={() => {
          const member = removing();
          if (member !== null) void remove(member);
        }}
        title={words.removeTitle(removing()?.name ?? "")}
        description={words.removeHint}
        confirm={words.remove}
        danger
      />
    </>
  );
}

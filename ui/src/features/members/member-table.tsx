import { A, useNavigate } from "@solidjs/router";
import { Ellipsis } from "lucide-solid";
import { createSignal, Show } from "solid-js";
import { useAccount, useMay } from "~/api/account.ts";
import { organizationId } from "~/api/client.ts";
import { Badge } from "~/components/badge.tsx";
import { buttonClass } from "~/components/button.tsx";
import type { Column } from "~/components/data-table/columns.ts";
import { DataTable } from "~/components/data-table/data-table.tsx";
import { Menu, MenuHeading, MenuItem } from "~/components/menu.tsx";
import { Moment } from "~/components/moment.tsx";
import { useRoles } from "~/features/roles/role-queries.ts";
import { text } from "~/text/index.ts";
import { ChangeRoleDialog } from "./change-role-dialog.tsx";
import { RemoveMember } from "./remove-member.tsx";
import type { Member } from "./use-members.ts";

const words = text.members;

export function MemberTable(props: { readonly members: readonly Member[] }) {
  const may = useMay();
  const account = useAccount();
  const navigate = useNavigate();
  const roles = useRoles(() => may("roles:read"));
  const [changing, setChanging] = createSignal<Member | null>(null);
  const [removing, setRemoving] = createSignal<Member | null>(null);
  const isOneself = ({ userId }: Member) => userId === account.data?.id;
  const roleHref = (roleId: string) => `/o/${organizationId()}/roles/${roleId}`;
  /** Nobody changes somebody who holds more. Unknown roles are left to the gateway. */
  const holdsMore = ({ roleId }: Member) =>
    roles.data?.find(({ id }) => id === roleId)?.permissions.every(may) === false;

  const columns = (): readonly Column<Member>[] => [
    {
      id: "name",
      header: words.name,
      width: "minmax(0, 2fr)",
      sortBy: ({ name }) => name.toLowerCase(),
      cell: (member) => (
        <>
          <span class="font-medium">{member.name}</span>{" "}
          <Show when={isOneself(member)}>
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
      cell: ({ roleId, roleName }) => (
        <Show
          when={roleName}
          fallback={
            <Badge tone="warn" title={words.roleGoneHint}>
              {words.roleGone}
            </Badge>
          }
        >
          {(name) => (
            <Show when={may("roles:read")} fallback={<span class="block truncate">{name()}</span>}>
              <A href={roleHref(roleId)} class="block truncate hover:text-ink hover:underline">
                {name()}
              </A>
            </Show>
          )}
        </Show>
      ),
    },
    {
      id: "factor",
      header: words.factor,
      width: "120px",
      from: "md",
      sortBy: ({ secondFactor }) => (secondFactor ? 1 : 0),
      cell: ({ secondFactor }) => (
        <Badge tone={secondFactor ? "good" : "warn"}>{secondFactor ? words.factorOn : words.factorOff}</Badge>
      ),
    },
    {
      id: "since",
      header: words.since,
      width: "100px",
      hasMoment: true,
      align: "end",
      from: "sm",
      sortBy: ({ createdAt }) => createdAt,
      cell: (member) => <Moment at={member.createdAt} />,
    },
    ...(may("members:update") || may("members:remove") ? [actionsColumn()] : []),
  ];
  const actionsColumn = (): Column<Member> => ({
    id: "actions",
    header: words.actions,
    headerHidden: true,
    width: "36px",
    cell: (member) => (
      <Menu
        label={words.actionsOf(member.name)}
        triggerClass={`${buttonClass("quiet", "small")} !w-7 !px-0`}
        trigger={<Ellipsis class="size-4" aria-hidden="true" />}
      >
        <Show when={holdsMore(member)}>
          <MenuHeading>{words.holdsMore}</MenuHeading>
        </Show>
        <Show when={may("roles:read") && member.roleName !== null}>
          <MenuItem onSelect={() => navigate(roleHref(member.roleId))}>{words.showRole}</MenuItem>
        </Show>
        <Show when={may("members:update") && !holdsMore(member)}>
          <MenuItem onSelect={() => setChanging(member)}>{words.changeRole}</MenuItem>
        </Show>
        <Show when={may("members:remove") && !holdsMore(member)}>
          <MenuItem danger onSelect={() => setRemoving(member)}>
            {isOneself(member) ? words.leave : words.remove}
          </MenuItem>
        </Show>
      </Menu>
    ),
  });

  return (
    <>
      <DataTable
        label={words.title}
        columns={columns()}
        rows={props.members}
        rowId={({ userId }) => userId}
      />
      <ChangeRoleDialog member={changing()} onClose={() => setChanging(null)} />
      <RemoveMember member={removing()} onClose={() => setRemoving(null)} />
    </>
  );
}

import { useNavigate } from "@solidjs/router";
import { Ellipsis } from "lucide-solid";
import { createSignal, Show } from "solid-js";
import { useMay } from "~/api/account.ts";
import { organizationId } from "~/api/client.ts";
import { buttonClass } from "~/components/button.tsx";
import type { Column } from "~/components/data-table/columns.ts";
import { DataTable } from "~/components/data-table/data-table.tsx";
import { Menu, MenuItem } from "~/components/menu.tsx";
import { Moment } from "~/components/moment.tsx";
import { count } from "~/primitives/numbers.ts";
import { text } from "~/text/index.ts";
import { DeleteRole } from "./delete-role.tsx";
import { KindBadge, kindOf } from "./kind-badge.tsx";
import type { Role } from "./role-queries.ts";
import { useHolders } from "./use-holders.ts";

const words = text.roles;

export function RoleTable(props: { readonly roles: readonly Role[]; readonly all: number }) {
  const may = useMay();
  const navigate = useNavigate();
  const holdersOf = useHolders();
  const [deleting, setDeleting] = createSignal<Role | null>(null);
  const href = ({ id }: Role) => `/o/${organizationId()}/roles/${id}`;
  const mayDelete = (role: Role) => kindOf(role) === "custom" && may("roles:delete");
  const columns = (): readonly Column<Role>[] => [
    {
      id: "name",
      header: words.name,
      width: "minmax(0, 3fr)",
      sortBy: ({ name }) => name.toLowerCase(),
      cell: ({ name, description }) => (
        <>
          <span class="font-medium">{name}</span>
          <span class="block truncate text-xs text-faint" title={description}>
            {description}
          </span>
        </>
      ),
    },
    {
      id: "kind",
      header: words.kind,
      width: "110px",
      sortBy: (role) => words.kinds[kindOf(role)],
      cell: (role) => <KindBadge role={role} />,
    },
    {
      id: "allows",
      header: words.allows,
      width: "150px",
      from: "md",
      sortBy: ({ permissions }) => permissions.length,
      cell: ({ permissions }) => <Share held={permissions.length} all={props.all} />,
    },
    ...(may("members:read") ? [membersColumn()] : []),
    {
      id: "changed",
      header: words.changed,
      width: "90px",
      hasMoment: true,
      align: "end",
      from: "lg",
      sortBy: ({ updatedAt }) => updatedAt ?? "",
      cell: ({ updatedAt }) => <Show when={updatedAt}>{(at) => <Moment at={at()} />}</Show>,
    },
    {
      id: "actions",
      header: words.actions.copy,
      headerHidden: true,
      width: "36px",
      cell: (role) => (
        <Show when={may("roles:create") || mayDelete(role)}>
          <Menu
            label={words.actions.menu(role.name)}
            triggerClass={`${buttonClass("quiet", "small")} !w-7 !px-0`}
            trigger={<Ellipsis class="size-4" aria-hidden="true" />}
          >
            <MenuItem onSelect={() => navigate(href(role))}>{words.actions.open}</MenuItem>
            <Show when={may("roles:create")}>
              <MenuItem
                onSelect={() =>
                  navigate(`/o/${organizationId()}/roles/new?from=${encodeURIComponent(role.id)}`)
                }
              >
                {words.actions.copy}
              </MenuItem>
            </Show>
            <Show when={mayDelete(role)}>
              <MenuItem danger onSelect={() => setDeleting(role)}>
                {words.actions.remove}
              </MenuItem>
            </Show>
          </Menu>
        </Show>
      ),
    },
  ];
  const membersColumn = (): Column<Role> => ({
    id: "members",
    header: words.members,
    width: "90px",
    align: "end",
    from: "sm",
    sortBy: ({ id }) => holdersOf(id)?.members.length ?? 0,
    cell: ({ id }) => <>{count(holdersOf(id)?.members.length ?? 0)}</>,
  });
  return (
    <>
      <DataTable
        label={words.title}
        columns={columns()}
        rows={props.roles}
        rowId={({ id }) => id}
        href={href}
      />
      <DeleteRole
        role={deleting()}
        holders={holdersOf(deleting()?.id ?? "")}
        onClose={() => setDeleting(null)}
        onDeleted={() => setDeleting(null)}
      />
    </>
  );
}

/** How much of everything. */
function Share(props: { readonly held: number; readonly all: number }) {
  return (
    <span class="flex items-center gap-2">
      <span aria-hidden="true" class="h-1.5 w-14 overflow-hidden rounded-full bg-line">
        <span
          class="block h-full rounded-full bg-accent"
          style={{ width: `${props.all === 0 ? 0 : (props.held / props.all) * 100}%` }}
        />
      </span>
      <span class="tabular-nums">{words.of(props.held, props.all)}</span>
    </span>
  );
}

import { Ellipsis } from "lucide-solid";
import { Show } from "solid-js";
import { buttonClass } from "~/components/button.tsx";
import type { Column } from "~/components/data-table/columns.ts";
import { DataTable } from "~/components/data-table/data-table.tsx";
import { Menu, MenuItem } from "~/components/menu.tsx";
import { Moment } from "~/components/moment.tsx";
import { nowMs } from "~/primitives/clock.ts";
import { text } from "~/text/index.ts";
import type { ApiKey } from "./api-key-queries.ts";
import type { KeyActions } from "./key-actions.tsx";
import { keyState } from "./key-state.ts";
import { StateBadge } from "./state-badge.tsx";

const words = text.apiKeys;

interface KeyTableProps {
  readonly keys: readonly ApiKey[];
  readonly actions: KeyActions;
  readonly chosenId: string | null;
  readonly onOpen: (key: ApiKey) => void;
}

export function KeyTable(props: KeyTableProps) {
  const columns = (): readonly Column<ApiKey>[] => [
    {
      id: "name",
      header: words.name,
      width: "minmax(0, 2fr)",
      sortBy: ({ name }) => name.toLowerCase(),
      cell: ({ name, hint }) => (
        <>
          <span class="font-medium">{name}</span>
          <code class="block truncate font-mono text-xs text-faint">{hint}</code>
        </>
      ),
    },
    {
      id: "scopes",
      header: words.scopes,
      width: "minmax(0, 1.4fr)",
      from: "md",
      sortBy: ({ scopes }) => scopes.length,
      cell: ({ scopes }) => (
        <span class="block truncate" title={scopes.join(", ")}>
          {scopes.length <= 2 ? scopes.join(", ") : words.scopeCount(scopes.length)}
        </span>
      ),
    },
    {
      id: "status",
      header: words.status,
      width: "120px",
      sortBy: (key) => keyState(key, nowMs()),
      cell: (key) => <StateBadge apiKey={key} />,
    },
    {
      id: "used",
      header: words.used,
      width: "100px",
      hasMoment: true,
      align: "end",
      from: "sm",
      sortBy: ({ lastUsedAt }) => lastUsedAt ?? "",
      cell: ({ lastUsedAt }) => <OptionalMoment at={lastUsedAt} none={words.never} />,
    },
    {
      id: "expires",
      header: words.expires,
      width: "100px",
      hasMoment: true,
      align: "end",
      from: "md",
      // Those without an end are the last.
      sortBy: ({ expiresAt }) => expiresAt ?? "9",
      cell: ({ expiresAt }) => <OptionalMoment at={expiresAt} none={words.noExpiry} />,
    },
    {
      id: "actions",
      header: words.actions,
      headerHidden: true,
      width: "36px",
      cell: (key) => (
        <Menu
          label={words.actionsOf(key.name)}
          triggerClass={`${buttonClass("quiet", "small")} !w-7 !px-0`}
          trigger={<Ellipsis class="size-4" aria-hidden="true" />}
        >
          <MenuItem onSelect={() => props.onOpen(key)}>{words.open}</MenuItem>
          <Show when={props.actions.mayRotate(key)}>
            <MenuItem onSelect={() => props.actions.rotate(key)}>{words.rotate}</MenuItem>
          </Show>
          <Show when={props.actions.mayRevoke(key)}>
            <MenuItem danger onSelect={() => props.actions.revoke(key)}>
              {words.revoke}
            </MenuItem>
          </Show>
        </Menu>
      ),
    },
  ];
  return (
    <DataTable
      label={words.title}
      columns={columns()}
      rows={props.keys}
      rowId={({ id }) => id}
      onRowClick={props.onOpen}
      chosenId={props.chosenId}
    />
  );
}

export function OptionalMoment(props: { readonly at: string | null; readonly none: string }) {
  return (
    <Show when={props.at} fallback={<span class="text-faint">{props.none}</span>}>
      {(at) => <Moment at={at()} />}
    </Show>
  );
}

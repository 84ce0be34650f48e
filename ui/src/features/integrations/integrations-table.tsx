import { Show } from "solid-js";
import { organizationId } from "~/api/client.ts";
import type { Column } from "~/components/data-table/columns.ts";
import { DataTable } from "~/components/data-table/data-table.tsx";
import { CircuitBadge } from "~/components/status/circuit-badge.tsx";
import { text } from "~/text/index.ts";
import { type Entry, lastOf, nameKey, scoreOf } from "./arrange-integrations.ts";
import { EntryActions, type ListHands } from "./entry-actions.tsx";
import { FailureRate, LastActivity, StateBadges } from "./entry-facts.tsx";
import { HealthMark } from "./health-mark.tsx";
import { TrendMark } from "./trend-mark.tsx";
import type { EntryRow } from "./use-shown-entries.ts";

const words = text.integrations.list;

const TRENDS = { falling: 0, steady: 1, rising: 2, unknown: 3 } as const;
const PHASES = { open: 0, half_open: 1, paused: 2, closed: 3 } as const;

/** A row reads its entry where it shows it: drawn anew for every change, it would lose the focus that is in it. */
export function IntegrationsTable(props: { readonly rows: readonly EntryRow[]; readonly hands: ListHands }) {
  const columns: readonly Column<EntryRow>[] = [
    {
      id: "name",
      header: words.name,
      width: "minmax(130px, 2fr)",
      cell: (row) => <Name entry={row.entry()} />,
      sortBy: (row) => nameKey(row.entry()),
    },
    {
      id: "health",
      header: words.health,
      width: "minmax(110px, 130px)",
      cell: (row) => (
        <HealthMark health={row.entry().health} reading={row.entry().reading.health} size={30} />
      ),
      sortBy: (row) => scoreOf(row.entry()),
    },
    {
      id: "trend",
      header: words.trend,
      width: "110px",
      from: "lg",
      cell: (row) => (
        <Show when={row.entry().health?.trend}>{(trend) => <TrendMark direction={trend().direction} />}</Show>
      ),
      sortBy: (row) => TRENDS[row.entry().health?.trend?.direction ?? "unknown"],
    },
    {
      id: "circuit",
      header: words.circuit,
      width: "100px",
      from: "md",
      // One that is off delivers nothing, whatever its circuit says.
      cell: (row) => (
        <Show when={row.entry().integration.enabled || row.entry().phase !== "closed"} fallback="–">
          <CircuitBadge phase={row.entry().phase} />
        </Show>
      ),
      sortBy: (row) => PHASES[row.entry().phase],
    },
    {
      id: "types",
      header: words.eventTypes,
      width: "minmax(110px, 1fr)",
      from: "xl",
      cell: (row) => <EventTypes types={row.entry().integration.eventTypes} />,
      sortBy: (row) => row.entry().integration.eventTypes.join(),
    },
    {
      id: "active",
      header: words.lastActivity,
      width: "120px",
      align: "end",
      from: "md",
      cell: (row) => <LastActivity entry={row.entry()} />,
      sortBy: (row) => lastOf(row.entry()),
    },
    {
      id: "validation",
      header: words.failureRate,
      width: "140px",
      align: "end",
      from: "xl",
      cell: (row) => <FailureRate entry={row.entry()} />,
      sortBy: (row) => row.entry().failureRate ?? -1,
    },
    {
      id: "actions",
      header: words.actions,
      headerHidden: true,
      width: "108px",
      align: "end",
      cell: (row) => <EntryActions entry={row.entry()} hands={props.hands} />,
    },
  ];
  return (
    <DataTable
      label={text.integrations.title}
      columns={columns}
      rows={props.rows}
      rowId={({ id }) => id}
      href={({ id }) => `/o/${organizationId()}/integrations/${id}`}
    />
  );
}

/** On a phone it says what the columns say that have no room there. */
function Name(props: { readonly entry: Entry }) {
  return (
    <span class="flex min-w-0 flex-col">
      <span class="flex min-w-0 flex-wrap items-center gap-1.5">
        <span class="truncate font-medium" title={props.entry.integration.name}>
          {props.entry.integration.name}
        </span>
        <StateBadges entry={props.entry} />
      </span>
      <span class="truncate font-mono text-xs text-faint">{props.entry.integration.url}</span>
    </span>
  );
}

function EventTypes(props: { readonly types: readonly string[] }) {
  return (
    <Show when={props.types.length > 0} fallback={<span class="block truncate text-xs">{words.called}</span>}>
      <span class="block truncate font-mono text-xs" title={props.types.join(", ")}>
        {props.types.join(", ")}
      </span>
    </Show>
  );
}

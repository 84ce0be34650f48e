import { Show } from "solid-js";
import { organizationId } from "~/api/client.ts";
import { Badge } from "~/components/badge.tsx";
import type { Column } from "~/components/data-table/columns.ts";
import { DataTable } from "~/components/data-table/data-table.tsx";
import { CircuitBadge } from "~/components/status/circuit-badge.tsx";
import { text } from "~/text/index.ts";
import type { Entry } from "./arrange-integrations.ts";
import { type Asked, EntryActions } from "./entry-actions.tsx";
import { HealthMark } from "./health-mark.tsx";
import { failureRate, LastActivity } from "./integration-card.tsx";
import { TrendMark } from "./trend-mark.tsx";

const words = text.integrations.list;

export function IntegrationsTable(props: {
  readonly entries: readonly Entry[];
  readonly isMeasuring: boolean;
  readonly onAsk: (asked: Asked) => void;
}) {
  const columns: readonly Column<Entry>[] = [
    {
      id: "name",
      header: words.name,
      width: "minmax(130px, 2fr)",
      cell: ({ integration }) => (
        <span class="flex min-w-0 flex-col">
          <span class="flex min-w-0 items-center gap-1.5">
            <span class="truncate font-medium">{integration.name}</span>
            <Show when={!integration.enabled}>
              <Badge tone="warn">{text.integrations.state.off}</Badge>
            </Show>
          </span>
          <span class="truncate font-mono text-xs text-faint">{integration.url}</span>
        </span>
      ),
    },
    {
      id: "health",
      header: words.health,
      width: "minmax(110px, 130px)",
      cell: ({ health }) => <HealthMark health={health} isLoading={props.isMeasuring} size={30} />,
    },
    {
      id: "trend",
      header: words.trend,
      width: "110px",
      from: "lg",
      cell: ({ health }) => (
        <Show when={health?.trend}>{(trend) => <TrendMark direction={trend().direction} />}</Show>
      ),
    },
    {
      id: "circuit",
      header: words.circuit,
      width: "100px",
      from: "md",
      cell: ({ phase }) => <CircuitBadge phase={phase} />,
    },
    {
      id: "types",
      header: words.eventTypes,
      width: "minmax(110px, 1fr)",
      from: "xl",
      cell: ({ integration }) => (
        <Show
          when={integration.eventTypes.length > 0}
          fallback={<span class="block truncate text-xs">{words.called}</span>}
        >
          <span class="block truncate font-mono text-xs" title={integration.eventTypes.join(", ")}>
            {integration.eventTypes.join(", ")}
          </span>
        </Show>
      ),
    },
    {
      id: "active",
      header: words.lastActivity,
      width: "110px",
      align: "end",
      from: "md",
      cell: (entry) => <LastActivity entry={entry} />,
    },
    {
      id: "validation",
      header: words.failureRate,
      width: "130px",
      align: "end",
      from: "xl",
      cell: failureRate,
    },
    {
      id: "actions",
      header: words.actions,
      headerHidden: true,
      width: "80px",
      align: "end",
      cell: (entry) => <EntryActions entry={entry} onAsk={props.onAsk} />,
    },
  ];
  return (
    <DataTable
      label={text.integrations.title}
      columns={columns}
      rows={props.entries}
      rowId={({ integration }) => integration.id}
      href={({ integration }) => `/o/${organizationId()}/integrations/${integration.id}`}
    />
  );
}

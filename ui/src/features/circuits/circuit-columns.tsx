import { Pause, Play } from "lucide-solid";
import { Show } from "solid-js";
import { IconButton } from "~/components/button.tsx";
import type { Column } from "~/components/data-table/columns.ts";
import { Moment } from "~/components/moment.tsx";
import { CircuitBadge } from "~/components/status/circuit-badge.tsx";
import { nowMs } from "~/primitives/clock.ts";
import { text } from "~/text/index.ts";
import type { Order } from "./order-dialogs.tsx";
import type { CircuitRow } from "./use-circuits.ts";

const words = text.circuits.columns;

/** `onOrder` is null for whoever may not force a circuit. */
export function circuitColumns(onOrder: ((order: Order) => void) | null): readonly Column<CircuitRow>[] {
  const columns: Column<CircuitRow>[] = [
    {
      id: "name",
      header: words.integration,
      width: "minmax(110px, 2fr)",
      cell: (row) => (
        <>
          <span class="font-medium">{row.name}</span>
          {/* On a narrow screen the cause has no column of its own; of a closed one there is none. */}
          <Show when={row.summary}>
            {(summary) => (
              <span class="block truncate text-xs text-faint md:hidden" aria-hidden="true">
                <Moment at={summary().since} /> · {why(row)}
              </span>
            )}
          </Show>
        </>
      ),
    },
    {
      id: "state",
      header: words.state,
      width: "92px",
      cell: (row) => <CircuitBadge phase={row.phase} />,
    },
    {
      id: "why",
      header: words.why,
      width: "minmax(140px, 3fr)",
      from: "md",
      cell: (row) => <span class="block truncate">{why(row)}</span>,
    },
    {
      id: "since",
      header: words.since,
      width: "96px",
      hasMoment: true,
      from: "sm",
      align: "end",
      cell: (row) => <Show when={row.summary}>{(summary) => <Moment at={summary().since} />}</Show>,
    },
    {
      id: "next",
      header: words.next,
      width: "104px",
      hasMoment: true,
      from: "lg",
      align: "end",
      cell: (row) => (
        <Show when={row.summary?.restsUntil}>
          {(until) => (
            <Show when={Date.parse(until()) > nowMs()} fallback={words.due}>
              <Moment at={until()} />
            </Show>
          )}
        </Show>
      ),
    },
  ];
  if (onOrder === null) return columns;
  return [
    ...columns,
    {
      id: "actions",
      header: words.actions,
      headerHidden: true,
      width: "72px",
      align: "end",
      cell: (row) => <RowActions row={row} onOrder={onOrder} />,
    },
  ];
}

function why({ summary }: CircuitRow): string {
  if (summary === null) return text.circuits.closedWhy;
  return summary.reason ?? text.circuits.cause[summary.cause];
}

function RowActions(props: { readonly row: CircuitRow; readonly onOrder: (order: Order) => void }) {
  const integration = () => ({ id: props.row.integrationId, name: props.row.name });
  return (
    <span class="inline-flex">
      <Show when={props.row.phase !== "closed"}>
        <IconButton
          size="small"
          label={text.circuits.closeOne(props.row.name)}
          onClick={() => props.onOrder({ kind: "resume", integration: integration() })}
        >
          <Play class="size-3.5" aria-hidden="true" />
        </IconButton>
      </Show>
      <Show when={props.row.phase !== "paused"}>
        <IconButton
          size="small"
          label={text.circuits.pauseOne(props.row.name)}
          onClick={() => props.onOrder({ kind: "pause", integration: integration() })}
        >
          <Pause class="size-3.5" aria-hidden="true" />
        </IconButton>
      </Show>
    </span>
  );
}

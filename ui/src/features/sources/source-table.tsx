import { Show } from "solid-js";
import { organizationId } from "~/api/client.ts";
import type { Column } from "~/components/data-table/columns.ts";
import { DataTable } from "~/components/data-table/data-table.tsx";
import { Moment } from "~/components/moment.tsx";
import { count } from "~/primitives/numbers.ts";
import { text } from "~/text/index.ts";
import type { ListedSource } from "./source-queries.ts";
import { SourceState } from "./source-state.tsx";

const words = text.sources;

interface SourceTableProps {
  readonly rows: readonly ListedSource[];
  readonly providerName: (id: string) => string;
  readonly onEndNear: () => void;
}

export function SourceTable(props: SourceTableProps) {
  const columns: readonly Column<ListedSource>[] = [
    {
      id: "name",
      header: words.columns.name,
      width: "minmax(130px, 2fr)",
      sortBy: ({ name }) => name.toLowerCase(),
      cell: (source) => <span class="font-medium">{source.name}</span>,
    },
    {
      id: "provider",
      header: words.columns.provider,
      width: "minmax(100px, 1fr)",
      from: "sm",
      sortBy: ({ provider }) => props.providerName(provider),
      cell: ({ provider }) => <span class="block truncate">{props.providerName(provider)}</span>,
    },
    {
      id: "state",
      header: words.columns.state,
      width: "minmax(120px, 1.4fr)",
      cell: (source) => <SourceState source={source} />,
    },
    {
      id: "lastEvent",
      header: words.columns.lastEvent,
      width: "110px",
      hasMoment: true,
      align: "end",
      from: "sm",
      sortBy: ({ activity }) => activity.lastEventAt ?? "",
      cell: ({ activity }) => (
        <Show when={activity.lastEventAt} fallback={<span class="text-faint">{words.never}</span>}>
          {(at) => <Moment at={at()} />}
        </Show>
      ),
    },
    {
      id: "today",
      header: words.columns.today,
      width: "80px",
      align: "end",
      from: "md",
      sortBy: ({ activity }) => activity.acceptedToday,
      cell: ({ activity }) => count(activity.acceptedToday),
    },
    {
      id: "rejected",
      header: words.columns.rejected,
      width: "minmax(80px, 130px)",
      align: "end",
      sortBy: ({ activity }) => activity.rejectedTotal,
      cell: ({ activity }) => (
        <span class={activity.rejectedToday > 0 ? "text-bad" : ""}>
          {count(activity.rejectedTotal)}
          <Show when={activity.rejectedToday > 0}>
            <span class="block text-xs">{words.rejectedToday(count(activity.rejectedToday))}</span>
          </Show>
        </span>
      ),
    },
  ];
  return (
    <DataTable
      label={words.title}
      columns={columns}
      rows={props.rows}
      rowId={({ id }) => id}
      href={({ id }) => `/o/${organizationId()}/sources/${id}`}
      onEndNear={props.onEndNear}
    />
  );
}

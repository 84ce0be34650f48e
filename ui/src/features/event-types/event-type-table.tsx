import { organizationId } from "~/api/client.ts";
import { Badge } from "~/components/badge.tsx";
import type { Column } from "~/components/data-table/columns.ts";
import { DataTable } from "~/components/data-table/data-table.tsx";
import { Moment } from "~/components/moment.tsx";
import { text } from "~/text/index.ts";
import type { EventType } from "./event-type-queries.ts";
import { modeOf, OriginBadge } from "./type-badges.tsx";

const words = text.eventTypes;

const columns: readonly Column<EventType>[] = [
  {
    id: "name",
    header: words.columns.name,
    width: "minmax(150px, 1.4fr)",
    sortBy: ({ name }) => name,
    cell: ({ name }) => <span class="font-mono text-[13px]">{name}</span>,
  },
  {
    id: "description",
    header: words.columns.description,
    width: "minmax(0, 2.4fr)",
    from: "md",
    cell: ({ description }) => (
      <span class="block truncate" title={description}>
        {description}
      </span>
    ),
  },
  {
    id: "origin",
    header: words.columns.origin,
    width: "92px",
    sortBy: ({ source }) => source,
    cell: (type) => <OriginBadge type={type} />,
  },
  {
    id: "validation",
    header: words.columns.validation,
    width: "140px",
    from: "sm",
    sortBy: modeOf,
    cell: (type) => (
      <Badge tone={type.validation === null ? "neutral" : "info"}>{words.modes[modeOf(type)]}</Badge>
    ),
  },
  {
    id: "updated",
    header: words.columns.updated,
    width: "100px",
    hasMoment: true,
    align: "end",
    from: "lg",
    sortBy: ({ updatedAt }) => updatedAt,
    cell: ({ updatedAt }) => <Moment at={updatedAt} />,
  },
];

export function EventTypeTable(props: { readonly rows: readonly EventType[] }) {
  return (
    <DataTable
      label={words.title}
      columns={columns}
      rows={props.rows}
      rowId={({ name }) => name}
      href={({ name }) => `/o/${organizationId()}/event-types/${encodeURIComponent(name)}`}
    />
  );
}

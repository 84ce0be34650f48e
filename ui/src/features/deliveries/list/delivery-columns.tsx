import { Show } from "solid-js";
import type { Column } from "~/components/data-table/columns.ts";
import { Moment } from "~/components/moment.tsx";
import { CategoryBadge } from "~/components/status/category-badge.tsx";
import { DeliveryBadge } from "~/components/status/delivery-badge.tsx";
import { duration } from "~/primitives/moments.ts";
import { count } from "~/primitives/numbers.ts";
import { text } from "~/text/index.ts";
import type { Delivery } from "../delivery-types.ts";

const words = text.deliveries.column;

/** Not sorted by anything but age: a list that is not all here would only seem to be sorted. */
export function deliveryColumns(nameOf: (integrationId: string) => string): readonly Column<Delivery>[] {
  return [
    {
      id: "event",
      header: words.event,
      width: "minmax(0, 2fr)",
      cell: (row) => <EventCell row={row} nameOf={nameOf} />,
    },
    {
      id: "integration",
      header: words.integration,
      width: "minmax(0, 1.6fr)",
      from: "md",
      cell: (row) => (
        <span class="block truncate">
          {row.integrationId === null ? text.deliveries.noIntegration : nameOf(row.integrationId)}
        </span>
      ),
    },
    {
      id: "status",
      header: words.status,
      width: "minmax(104px, 0.8fr)",
      cell: (row) => <DeliveryBadge status={row.status} />,
    },
    {
      id: "category",
      header: words.category,
      width: "minmax(160px, 2.2fr)",
      from: "lg",
      cell: (row) => (
        <span class="flex min-w-0 items-center gap-2">
          <Show when={row.category}>
            {(category) => <CategoryBadge category={category()} httpStatus={row.httpStatus} />}
          </Show>
          <span class="truncate text-xs text-faint" title={row.detail ?? undefined}>
            {row.status === "delivered" ? null : row.detail}
          </span>
        </span>
      ),
    },
    {
      id: "attempts",
      header: words.attempts,
      width: "72px",
      align: "end",
      from: "sm",
      cell: (row) => count(row.attempts),
    },
    {
      id: "duration",
      header: words.duration,
      width: "84px",
      align: "end",
      from: "xl",
      cell: (row) => (row.durationMs === null ? "" : duration(row.durationMs)),
    },
    {
      id: "accepted",
      header: words.accepted,
      width: "84px",
      hasMoment: true,
      align: "end",
      cell: (row) => <Moment at={row.acceptedAt} />,
    },
  ];
}

/** On a narrow screen the integration has no column of its own. */
export function EventCell(props: {
  readonly row: Delivery;
  readonly nameOf: (integrationId: string) => string;
}) {
  return (
    <>
      {props.row.eventType}
      <Show when={props.row.integrationId}>
        {(id) => (
          <span class="block truncate text-xs text-faint md:hidden" aria-hidden="true">
            {props.nameOf(id())}
          </span>
        )}
      </Show>
    </>
  );
}

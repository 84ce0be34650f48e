import { useInfiniteQuery } from "@tanstack/solid-query";
import { answer, api, inOrganization, organizationId } from "~/api/client.ts";
import type { components } from "~/api/openapi.d.ts";
import { TimeChart } from "~/components/chart/time-chart.tsx";
import { CodeEditor } from "~/components/code/code-editor.tsx";
import type { Column } from "~/components/data-table/columns.ts";
import { DataTable } from "~/components/data-table/data-table.tsx";
import { HealthRing } from "~/components/health/health-ring.tsx";
import { Moment } from "~/components/moment.tsx";
import { Card, Page } from "~/components/page.tsx";
import { QueryView } from "~/components/query-view.tsx";
import { CategoryBadge } from "~/components/status/category-badge.tsx";
import { DeliveryBadge } from "~/components/status/delivery-badge.tsx";
import { text } from "~/text/index.ts";

type Delivery = components["schemas"]["DeliverySummary"];

const columns: readonly Column<Delivery>[] = [
  { id: "type", header: "Event", width: "minmax(140px, 2fr)", cell: (row) => row.eventType },
  { id: "status", header: "Status", width: "120px", cell: (row) => <DeliveryBadge status={row.status} /> },
  {
    id: "cat",
    header: "Category",
    width: "160px",
    from: "md",
    cell: (row) => row.category && <CategoryBadge category={row.category} httpStatus={row.httpStatus} />,
  },
  {
    id: "n",
    header: "Attempts",
    width: "80px",
    align: "end",
    from: "sm",
    cell: (row) => row.attempts,
    sortBy: (row) => row.attempts,
  },
  {
    id: "at",
    header: "Accepted",
    width: "110px",
    align: "end",
    cell: (row) => <Moment at={row.acceptedAt} />,
  },
];

export default function DeliveriesPage() {
  const list = useInfiniteQuery(() => ({
    queryKey: inOrganization("deliveries"),
    queryFn: ({ signal, pageParam }) =>
      answer(
        api.GET("/api/v1/deliveries", {
          params: { query: { limit: 50, ...(pageParam === null ? {} : { cursor: pageParam }) } },
          signal,
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  }));
  return (
    <Page title={text.deliveries.title}>
      <TimeChart
        label="x"
        times={[1, 2, 3, 4].map((n) => Date.now() - n * 3600000).reverse()}
        series={[
          { label: "Failed", color: "bad", values: [1, 2, 0, 4], stacked: true },
          { label: "Delivered", color: "good", values: [10, 12, 9, 14], stacked: true },
        ]}
      />
      <HealthRing score={87} grade="green" />
      <CodeEditor label="code" language="json" value={'{"a": 1, "b": [true, null, "x"]}'} />
      <Card flush>
        <QueryView query={list}>
          {(data) => (
            <DataTable
              label={text.deliveries.title}
              columns={columns}
              rows={data().pages.flatMap(({ items }) => items)}
              rowId={(row) => row.id}
              href={(row) => `/o/${organizationId()}/deliveries/${row.id}`}
              onEndNear={() => list.hasNextPage && !list.isFetchingNextPage && void list.fetchNextPage()}
            />
          )}
        </QueryView>
      </Card>
    </Page>
  );
}

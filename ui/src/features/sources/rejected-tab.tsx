import { Show } from "solid-js";
import { answer, api, inOrganization } from "~/api/client.ts";
import { Badge } from "~/components/badge.tsx";
import type { Column } from "~/components/data-table/columns.ts";
import { DataTable } from "~/components/data-table/data-table.tsx";
import { Moment } from "~/components/moment.tsx";
import { Card } from "~/components/page.tsx";
import { QueryView } from "~/components/query-view.tsx";
import { Segmented } from "~/components/segmented.tsx";
import { Select } from "~/components/select.tsx";
import { Empty } from "~/components/states.tsx";
import { usePages } from "~/features/connect/use-pages.ts";
import { bytes } from "~/primitives/numbers.ts";
import { useUrlChoice, useUrlOpened } from "~/primitives/url-state.ts";
import { text } from "~/text/index.ts";
import { RejectedDrawer } from "./rejected-drawer.tsx";
import { beginOf, RANGES } from "./rejected-range.ts";
import type { RejectedRequest, RejectionReason } from "./source-queries.ts";

const words = text.sources.rejected;
const REASONS = Object.keys(text.sources.reasons) as RejectionReason[];

const columns: readonly Column<RejectedRequest>[] = [
  {
    id: "at",
    header: words.columns.at,
    width: "110px",
    hasMoment: true,
    cell: ({ at }) => <Moment at={at} />,
  },
  {
    id: "reason",
    header: words.columns.reason,
    width: "minmax(150px, 1fr)",
    cell: ({ reason }) => <Badge tone="bad">{text.sources.reasons[reason]}</Badge>,
  },
  {
    id: "detail",
    header: words.columns.detail,
    width: "minmax(0, 2.4fr)",
    from: "sm",
    cell: ({ detail }) => (
      <span class="block truncate" title={detail}>
        {detail}
      </span>
    ),
  },
  { id: "status", header: words.columns.status, width: "80px", from: "md", cell: ({ status }) => status },
  {
    id: "ip",
    header: words.columns.from,
    width: "120px",
    from: "lg",
    cell: ({ ip }) => <code class="block truncate font-mono text-xs">{ip}</code>,
  },
  {
    id: "size",
    header: words.columns.size,
    width: "80px",
    align: "end",
    from: "lg",
    cell: ({ bodyBytes }) => bytes(bodyBytes),
  },
];

/** What did not prove itself, or was nothing that is taken. */
export function RejectedTab(props: { readonly sourceId: string }) {
  const [reason, setReason] = useUrlChoice("reason", ["any", ...REASONS]);
  const [range, setRange] = useUrlChoice("since", RANGES);
  const [chosen, setChosen] = useUrlOpened("request");
  const pages = usePages<RejectedRequest>(() => {
    const [only, since] = [reason(), range()];
    return {
      queryKey: inOrganization("sources", props.sourceId, "rejected", only, since),
      fetchPage: (cursor, signal) => {
        const from = beginOf(since, Date.now());
        const query = {
          limit: 100,
          ...(only === "any" ? {} : { reason: only }),
          ...(from === null ? {} : { from }),
          ...(cursor === undefined ? {} : { cursor }),
        };
        const path = { id: props.sourceId };
        return answer(api.GET("/api/v1/sources/{id}/rejected", { params: { path, query }, signal }));
      },
      refetchInterval: 5_000,
    };
  });
  const isFiltered = () => reason() !== "any" || range() !== "all";
  return (
    <div class="flex flex-col gap-4">
      <div class="flex flex-wrap items-center gap-2">
        <Select
          class="w-56"
          label={words.reason}
          labelHidden
          options={[
            { value: "any" as "any" | RejectionReason, label: words.anyReason },
            ...REASONS.map((value) => ({ value, label: text.sources.reasons[value] })),
          ]}
          value={reason()}
          onChange={setReason}
        />
        <Segmented
          label={words.range}
          options={(["hour", "day", "week", "all"] as const).map((value) => ({
            value,
            label: words.ranges[value],
          }))}
          value={range()}
          onChange={setRange}
        />
      </div>
      <Card flush>
        <QueryView
          query={pages.query}
          permission={text.sources.permission}
          isEmpty={() => pages.rows().length === 0}
          empty={<Empty title={words.empty}>{isFiltered() ? words.emptyFiltered : words.emptyText}</Empty>}
        >
          {() => (
            <DataTable
              label={words.table}
              columns={columns}
              rows={pages.rows()}
              rowId={({ id }) => id}
              onRowClick={({ id }) => setChosen(id)}
              chosenId={chosen()}
              onEndNear={pages.more}
              footer={
                <Show when={pages.hasMore()} fallback={`${words.end} ${words.flood}`}>
                  {words.more}
                </Show>
              }
            />
          )}
        </QueryView>
      </Card>
      <RejectedDrawer sourceId={props.sourceId} requestId={chosen()} onClose={() => setChosen(null)} />
    </div>
  );
}

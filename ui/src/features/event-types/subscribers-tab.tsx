import { A } from "@solidjs/router";
import { Show } from "solid-js";
import { useMay } from "~/api/account.ts";
import { organizationId } from "~/api/client.ts";
import { Badge } from "~/components/badge.tsx";
import { buttonClass } from "~/components/button.tsx";
import type { Column } from "~/components/data-table/columns.ts";
import { DataTable } from "~/components/data-table/data-table.tsx";
import { Card } from "~/components/page.tsx";
import { QueryView } from "~/components/query-view.tsx";
import { Empty, NotAllowed } from "~/components/states.tsx";
import { text } from "~/text/index.ts";
import type { Subscription } from "./subscribers.ts";
import type { useSubscriptions } from "./use-subscriptions.ts";

const words = text.eventTypes.subscribers;

const columns: readonly Column<Subscription>[] = [
  {
    id: "name",
    header: words.columns.name,
    width: "minmax(130px, 2fr)",
    sortBy: ({ name }) => name.toLowerCase(),
    cell: ({ name }) => <span class="font-medium">{name}</span>,
  },
  {
    id: "pattern",
    header: words.columns.pattern,
    width: "minmax(90px, 1.5fr)",
    cell: ({ patterns }) => (
      <code class="block truncate font-mono text-xs" title={patterns.join(", ")}>
        {patterns.join(", ")}
      </code>
    ),
  },
  {
    id: "filter",
    header: words.columns.filter,
    width: "minmax(140px, 1.5fr)",
    from: "sm",
    cell: ({ isFiltered }) => (isFiltered ? words.filtered : words.everything),
  },
  {
    id: "state",
    header: words.columns.state,
    width: "72px",
    sortBy: ({ enabled }) => Number(enabled),
    cell: ({ enabled }) => (
      <Badge tone={enabled ? "good" : "neutral"}>{enabled ? words.on : words.off}</Badge>
    ),
  },
];

/** Who takes events of this type. */
export function SubscribersTab(props: { readonly query: ReturnType<typeof useSubscriptions> }) {
  const may = useMay();
  return (
    <Show when={may("integrations:read")} fallback={<NotAllowed permission="integrations:read" />}>
      <Card flush title={words.title}>
        <QueryView
          query={props.query}
          permission="integrations:read"
          isEmpty={(found) => found.length === 0}
          empty={
            <Empty
              title={words.none}
              action={
                <Show when={may("integrations:create")}>
                  <A class={buttonClass()} href={`/o/${organizationId()}/integrations/new`}>
                    {words.make}
                  </A>
                </Show>
              }
            >
              {words.noneText}
            </Empty>
          }
        >
          {(found) => (
            <DataTable
              label={words.title}
              columns={columns}
              rows={found()}
              rowId={({ id }) => id}
              href={({ id }) => `/o/${organizationId()}/integrations/${id}`}
            />
          )}
        </QueryView>
      </Card>
    </Show>
  );
}

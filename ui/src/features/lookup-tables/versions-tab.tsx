import { useSearchParams } from "@solidjs/router";
import { createSignal, Show } from "solid-js";
import { useMay } from "~/api/account.ts";
import { answer, api, inOrganization } from "~/api/client.ts";
import { useQuery } from "~/api/query.ts";
import { Badge } from "~/components/badge.tsx";
import { Button } from "~/components/button.tsx";
import type { Column } from "~/components/data-table/columns.ts";
import { DataTable } from "~/components/data-table/data-table.tsx";
import { Moment } from "~/components/moment.tsx";
import { Card } from "~/components/page.tsx";
import { QueryView } from "~/components/query-view.tsx";
import { Empty } from "~/components/states.tsx";
import { count } from "~/primitives/numbers.ts";
import { text } from "~/text/index.ts";
import type { LookupTable, LookupVersion } from "./lookup-queries.ts";
import { RestoreVersion } from "./restore-version.tsx";

const words = text.lookupTables.versions;

/** What the table was before, to be looked at and brought back. */
export function VersionsTab(props: { readonly table: LookupTable }) {
  const may = useMay();
  const [, setParams] = useSearchParams();
  const [restoring, setRestoring] = createSignal<LookupVersion | null>(null);
  const query = useQuery(() => ({
    queryKey: inOrganization("lookup-tables", "versions", props.table.name),
    queryFn: ({ signal }) =>
      answer(
        api.GET("/api/v1/lookup-tables/{name}/versions", {
          params: { path: { name: props.table.name } },
          signal,
        }),
      ),
  }));
  const isCurrent = ({ version }: LookupVersion) => version === props.table.version;
  const look = (version: number) => setParams({ tab: null, version: String(version), key: null });
  const columns: readonly Column<LookupVersion>[] = [
    {
      id: "version",
      header: words.columns.version,
      width: "minmax(96px, 1fr)",
      cell: (version) => (
        <span class="flex items-center gap-2 tabular-nums">
          {version.version}
          <Show when={isCurrent(version)}>
            <Badge tone="good">{words.current}</Badge>
          </Show>
        </span>
      ),
    },
    {
      id: "at",
      header: words.columns.at,
      width: "minmax(72px, 1fr)",
      cell: ({ at }) => <Moment at={at} />,
    },
    {
      id: "change",
      header: words.columns.change,
      width: "minmax(90px, 1fr)",
      from: "sm",
      cell: ({ change }) => words.changes[change],
    },
    {
      id: "rows",
      header: words.columns.rows,
      width: "minmax(60px, 100px)",
      align: "end",
      from: "sm",
      cell: ({ rows }) => count(rows),
    },
    {
      id: "added",
      header: words.columns.added,
      width: "90px",
      align: "end",
      from: "md",
      cell: ({ added }) => count(added),
    },
    {
      id: "removed",
      header: words.columns.removed,
      width: "90px",
      align: "end",
      from: "md",
      cell: ({ removed }) => count(removed),
    },
    {
      id: "actions",
      header: words.columns.actions,
      headerHidden: true,
      width: "minmax(150px, 170px)",
      align: "end",
      cell: (version) => (
        <Show when={!isCurrent(version)}>
          <span class="inline-flex gap-1">
            <Button size="small" look="quiet" onClick={() => look(version.version)}>
              {words.look}
            </Button>
            <Show when={may("lookups:manage")}>
              <Button size="small" onClick={() => setRestoring(version)}>
                {words.restore}
              </Button>
            </Show>
          </span>
        </Show>
      ),
    },
  ];
  return (
    <div class="flex flex-col gap-3">
      <p class="text-sm text-soft">{words.text}</p>
      <Card flush>
        <QueryView
          query={query}
          permission={text.lookupTables.permission}
          isEmpty={({ items }) => items.length === 0}
          empty={<Empty title={words.empty}>{words.emptyText}</Empty>}
        >
          {(found) => (
            <DataTable
              label={words.title}
              columns={columns}
              rows={found().items}
              rowId={({ version }) => String(version)}
            />
          )}
        </QueryView>
      </Card>
      <RestoreVersion
        table={props.table}
        version={restoring()?.version ?? null}
        rows={restoring()?.rows ?? null}
        onClose={() => setRestoring(null)}
        onRestored={() => undefined}
      />
    </div>
  );
}

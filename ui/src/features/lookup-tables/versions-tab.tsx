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
import { useActorName } from "~/features/circuits/use-actor-name.ts";
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
  const nameOf = useActorName();
  const authorOf = ({ by }: LookupVersion) => (by === null ? words.unknown : nameOf(by));
  const difference = ({ added, changed, removed }: LookupVersion) =>
    words.difference(count(added), changed === null ? null : count(changed), count(removed));
  const look = (version: number) => setParams({ tab: null, version: String(version), key: null });
  const columns: readonly Column<LookupVersion>[] = [
    {
      id: "version",
      header: words.columns.version,
      width: "minmax(84px, 1fr)",
      cell: (version) => (
        <span class="block">
          <span class="flex items-center gap-2 tabular-nums">
            {version.version}
            <Show when={isCurrent(version)}>
              <Badge tone="good">{words.current}</Badge>
            </Show>
          </span>
          {/* Where its columns have no room. */}
          <span class="block text-xs text-faint lg:hidden">
            {words.summary(words.changes[version.change], count(version.rows), difference(version))}
          </span>
          <span class="block text-xs text-faint xl:hidden">{authorOf(version)}</span>
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
      id: "by",
      header: words.columns.by,
      width: "minmax(90px, 1fr)",
      from: "xl",
      cell: (version) => <span class="block truncate">{authorOf(version)}</span>,
    },
    {
      id: "change",
      header: words.columns.change,
      width: "minmax(76px, 1fr)",
      from: "lg",
      cell: ({ change }) => words.changes[change],
    },
    {
      id: "rows",
      header: words.columns.rows,
      width: "minmax(60px, 100px)",
      align: "end",
      from: "lg",
      cell: ({ rows }) => count(rows),
    },
    {
      id: "added",
      header: words.columns.added,
      width: "66px",
      align: "end",
      from: "lg",
      cell: ({ added }) => count(added),
    },
    {
      id: "changed",
      header: words.columns.changed,
      width: "66px",
      align: "end",
      from: "lg",
      cell: ({ changed }) => (changed === null ? words.unknown : count(changed)),
    },
    {
      id: "removed",
      header: words.columns.removed,
      width: "66px",
      align: "end",
      from: "lg",
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

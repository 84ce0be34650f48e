import { useNavigate } from "@solidjs/router";
import { Plus } from "lucide-solid";
import { createMemo, createSignal, Show } from "solid-js";
import { useMay } from "~/api/account.ts";
import { organizationId } from "~/api/client.ts";
import { Button } from "~/components/button.tsx";
import type { Column } from "~/components/data-table/columns.ts";
import { DataTable } from "~/components/data-table/data-table.tsx";
import { Moment } from "~/components/moment.tsx";
import { Page } from "~/components/page.tsx";
import { SearchedList } from "~/features/connect/searched-list.tsx";
import { count } from "~/primitives/numbers.ts";
import { useUrlText } from "~/primitives/url-state.ts";
import { useCommands } from "~/shell/palette-state.ts";
import { text } from "~/text/index.ts";
import { type LookupTable, useLookupTables } from "./lookup-queries.ts";
import { NewTableDialog } from "./new-table-dialog.tsx";
import { valueText } from "./row-value.ts";

const words = text.lookupTables;

const columns: readonly Column<LookupTable>[] = [
  {
    id: "name",
    header: words.columns.name,
    width: "minmax(120px, 1.4fr)",
    sortBy: ({ name }) => name.toLowerCase(),
    cell: ({ name }) => <span class="font-mono text-[13px]">{name}</span>,
  },
  {
    id: "description",
    header: words.columns.description,
    width: "minmax(0, 2fr)",
    from: "md",
    cell: ({ description }) => (
      <span class="block truncate" title={description}>
        {description}
      </span>
    ),
  },
  {
    id: "missing",
    header: words.columns.fallback,
    width: "minmax(120px, 1fr)",
    from: "sm",
    cell: (table) => (
      <span class="block truncate">
        {table.default === undefined ? words.noDefault : words.hasDefault(valueText(table.default))}
      </span>
    ),
  },
  {
    id: "rows",
    header: words.columns.rows,
    width: "90px",
    align: "end",
    sortBy: ({ rows }) => rows,
    cell: ({ rows }) => count(rows),
  },
  {
    id: "version",
    header: words.columns.version,
    width: "80px",
    align: "end",
    from: "lg",
    sortBy: ({ version }) => version,
    cell: ({ version }) => version,
  },
  {
    id: "updated",
    header: words.columns.updated,
    width: "96px",
    hasMoment: true,
    align: "end",
    sortBy: ({ updatedAt }) => updatedAt,
    cell: ({ updatedAt }) => <Moment at={updatedAt} />,
  },
];

export default function LookupTablesPage() {
  const may = useMay();
  const navigate = useNavigate();
  const query = useLookupTables();
  const [search, setSearch] = useUrlText("q");
  const [isCreating, setCreating] = createSignal(false);
  const shown = createMemo(() => {
    const wanted = (search() ?? "").trim().toLowerCase();
    const all = query.data ?? [];
    return all.filter(({ name, description }) => `${name} ${description}`.toLowerCase().includes(wanted));
  });
  const pathOf = (name: string) => `/o/${organizationId()}/lookup-tables/${encodeURIComponent(name)}`;
  useCommands(() =>
    may("lookups:manage")
      ? [{ id: "new-lookup-table", label: words.create, run: () => setCreating(true) }]
      : [],
  );
  const create = () => (
    <Show when={may("lookups:manage")}>
      <Button look="primary" onClick={() => setCreating(true)}>
        <Plus class="size-4" aria-hidden="true" />
        {words.create}
      </Button>
    </Show>
  );
  return (
    <Page title={words.title} description={words.description} actions={create()}>
      <SearchedList
        query={query}
        words={words}
        isEmpty={(tables) => tables.length === 0}
        create={create}
        search={search()}
        onSearch={setSearch}
        hasMatches={shown().length > 0}
        onClear={() => setSearch(null)}
      >
        <DataTable
          label={words.title}
          columns={columns}
          rows={shown()}
          rowId={({ name }) => name}
          href={({ name }) => pathOf(name)}
        />
      </SearchedList>
      <NewTableDialog
        open={isCreating()}
        onClose={() => setCreating(false)}
        onCreated={(name) => navigate(pathOf(name))}
      />
    </Page>
  );
}

import { useNavigate, useParams } from "@solidjs/router";
import { Upload } from "lucide-solid";
import { createMemo, createSignal, Match, Show, Switch } from "solid-js";
import { useMay } from "~/api/account.ts";
import { organizationId } from "~/api/client.ts";
import { Button } from "~/components/button.tsx";
import { Page } from "~/components/page.tsx";
import { QueryView } from "~/components/query-view.tsx";
import { Tabs } from "~/components/tabs.tsx";
import { Crumb } from "~/features/connect/crumb.tsx";
import { count } from "~/primitives/numbers.ts";
import { useUrlTab } from "~/primitives/url-state.ts";
import { useCommands } from "~/shell/palette-state.ts";
import { text } from "~/text/index.ts";
import { ExportMenu } from "./export-menu.tsx";
import { ImportDialog } from "./import-dialog.tsx";
import { useLookupTable } from "./lookup-queries.ts";
import { RowsTab } from "./rows-tab.tsx";
import { TableSettings } from "./table-settings.tsx";
import { VersionsTab } from "./versions-tab.tsx";

const words = text.lookupTables;

export default function LookupTablePage() {
  const params = useParams();
  const navigate = useNavigate();
  const may = useMay();
  const name = () => decodeURIComponent(params.name ?? "");
  const query = useLookupTable(name);
  const table = createMemo(() => query.data);
  const [tab, setTab] = useUrlTab("tab", ["rows", "versions", "settings"]);
  const [isImporting, setImporting] = createSignal(false);
  const startImport = () => {
    if (may("lookups:manage")) setImporting(true);
  };
  useCommands(() =>
    may("lookups:manage") ? [{ id: "import-rows", label: words.import.title, run: startImport }] : [],
  );
  return (
    <Page
      title={name()}
      crumb={<Crumb path="/lookup-tables" label={words.back} />}
      description={
        <Show when={table()}>
          {(here) => (
            <span class="flex flex-wrap gap-x-3 gap-y-0.5">
              <Show when={here().description}>
                <span>{here().description}</span>
              </Show>
              <span class="tabular-nums">{words.summary(count(here().rows), here().version)}</span>
              <code class="font-mono text-xs leading-5">{words.form.use(here().name)}</code>
            </span>
          )}
        </Show>
      }
      actions={
        <Show when={table()}>
          {(here) => (
            <>
              <ExportMenu name={here().name} version={null} />
              <Show when={may("lookups:manage")}>
                <Button look="primary" onClick={startImport}>
                  <Upload class="size-4" aria-hidden="true" />
                  {words.import.action}
                </Button>
              </Show>
            </>
          )}
        </Show>
      }
    >
      <QueryView framed query={query} permission={words.permission}>
        {(here) => (
          <>
            <Tabs
              label={words.tabs.label}
              value={tab()}
              onChange={(value) => setTab(value as "rows")}
              tabs={[
                { value: "rows", label: words.tabs.rows },
                { value: "versions", label: words.tabs.versions },
                { value: "settings", label: words.tabs.settings },
              ]}
            >
              <Switch>
                <Match when={tab() === "rows"}>
                  <RowsTab table={here()} onImport={startImport} />
                </Match>
                <Match when={tab() === "versions"}>
                  <VersionsTab table={here()} />
                </Match>
                <Match when={tab() === "settings"}>
                  <TableSettings
                    table={here()}
                    onDeleted={() => navigate(`/o/${organizationId()}/lookup-tables`)}
                  />
                </Match>
              </Switch>
            </Tabs>
            <ImportDialog table={here()} open={isImporting()} onClose={() => setImporting(false)} />
          </>
        )}
      </QueryView>
    </Page>
  );
}

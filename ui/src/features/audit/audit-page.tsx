import { Show, Suspense } from "solid-js";
import { useMay } from "~/api/account.ts";
import { Button } from "~/components/button.tsx";
import { DataTable } from "~/components/data-table/data-table.tsx";
import { Card, Page } from "~/components/page.tsx";
import { QueryView } from "~/components/query-view.tsx";
import { Empty, LoadingRows } from "~/components/states.tsx";
import { useUrlOpened } from "~/primitives/url-state.ts";
import { text } from "~/text/index.ts";
import { useRowKeys } from "../deliveries/list/use-row-keys.ts";
import { AuditChips } from "./audit-chips.tsx";
import { auditColumns } from "./audit-columns.tsx";
import { isAny } from "./audit-filter.ts";
import { AuditFilters } from "./audit-filters.tsx";
import { AuditFooter } from "./audit-footer.tsx";
import { EntryDrawer } from "./entry-drawer.tsx";
import { ExportButton } from "./export-button.tsx";
import { type AuditFilterState, useAuditFilter, useAuditList } from "./use-audit.ts";
import { VerifyButton } from "./verify-button.tsx";

const words = text.audit;
/** The number of an entry, as the API takes it: what else stands in an address opens nothing. */
const ENTRY = /^[1-9]\d{0,14}$/;

/** Who did what in this organization, newest first, and one of it beside it. */
export default function AuditPage() {
  let table: HTMLDivElement | undefined;
  const may = useMay();
  const state = useAuditFilter();
  const list = useAuditList(state);
  const [entry, setEntry] = useUrlOpened("entry");
  const chosen = () => (ENTRY.test(entry() ?? "") ? entry() : null);
  useRowKeys(() => table);
  return (
    <Page
      title={words.title}
      description={words.description}
      actions={
        <>
          <Show when={may("audit:verify")}>
            <VerifyButton />
          </Show>
          <Show when={may("audit:export")}>
            <ExportButton state={state} />
          </Show>
        </>
      }
    >
      <div class="flex flex-col gap-2.5">
        <AuditFilters state={state} rows={list.rows()} />
        <AuditChips state={state} rows={list.rows()} />
      </div>
      <Suspense fallback={<LoadingRows rows={12} />}>
        <Card flush>
          <QueryView
            query={list.query}
            permission="audit:read"
            loading={<LoadingRows rows={12} />}
            isEmpty={() => list.rows().length === 0}
            empty={<NoEntries state={state} />}
          >
            {() => (
              <div ref={table} class={list.query.isPlaceholderData ? "opacity-60" : ""}>
                <DataTable
                  label={words.list}
                  columns={auditColumns}
                  rows={list.rows()}
                  rowId={({ seq }) => String(seq)}
                  onRowClick={({ seq }) => setEntry(String(seq))}
                  chosenId={chosen()}
                  onEndNear={list.loadMore}
                  footer={<AuditFooter list={list} />}
                />
              </div>
            )}
          </QueryView>
        </Card>
      </Suspense>
      <EntryDrawer seq={chosen()} onClose={() => setEntry(null)} />
    </Page>
  );
}

function NoEntries(props: { readonly state: AuditFilterState }) {
  return (
    <Show
      when={!isAny(props.state.filter())}
      fallback={<Empty title={words.none.title}>{words.none.text}</Empty>}
    >
      <Empty
        title={words.nothingFits.title}
        action={<Button onClick={() => props.state.clear()}>{words.nothingFits.action}</Button>}
      >
        {words.nothingFits.text}
      </Empty>
    </Show>
  );
}

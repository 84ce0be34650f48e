import { Plus } from "lucide-solid";
import { createSignal, Show } from "solid-js";
import { useMay } from "~/api/account.ts";
import { answer, api } from "~/api/client.ts";
import { Button } from "~/components/button.tsx";
import { Card } from "~/components/page.tsx";
import { QueryView } from "~/components/query-view.tsx";
import { Empty } from "~/components/states.tsx";
import { Notice } from "~/features/connect/notice.tsx";
import { SearchBox } from "~/features/connect/search-box.tsx";
import { usePages } from "~/features/connect/use-pages.ts";
import { count } from "~/primitives/numbers.ts";
import { useUrlText } from "~/primitives/url-state.ts";
import { text } from "~/text/index.ts";
import { type LookupRow, type LookupTable, rowsKey } from "./lookup-queries.ts";
import { RestoreVersion } from "./restore-version.tsx";
import { RowDialog } from "./row-dialog.tsx";
import { RowTable } from "./row-table.tsx";

const words = text.lookupTables.rows;
const PAGE = 200;

interface RowsTabProps {
  readonly table: LookupTable;
  readonly onImport: () => void;
}

/** Rows by key, of the newest version or of one before it. */
export function RowsTab(props: RowsTabProps) {
  const may = useMay();
  const [prefix, setPrefix] = useUrlText("key");
  const [version, setVersion] = useUrlText("version");
  /** Null: closed; an empty key: a new row. */
  const [edited, setEdited] = createSignal<string | null>(null);
  const [isRestoring, setRestoring] = createSignal(false);
  const wanted = () => {
    const number = Number(version() ?? "");
    return Number.isInteger(number) && number > 0 && number !== props.table.version ? number : null;
  };
  const isEditable = () => wanted() === null && may("lookups:manage");
  const pages = usePages<LookupRow>(() => {
    const [begin, of] = [prefix() ?? "", wanted()];
    return {
      queryKey: rowsKey(props.table.name, of ?? "newest", begin),
      fetchPage: (cursor, signal) =>
        answer(
          api.GET("/api/v1/lookup-tables/{name}/rows", {
            params: {
              path: { name: props.table.name },
              query: {
                limit: PAGE,
                ...(begin === "" ? {} : { prefix: begin }),
                ...(of === null ? {} : { version: of }),
                ...(cursor === undefined ? {} : { cursor }),
              },
            },
            signal,
          }),
        ),
      isLong: true,
    };
  });
  const footer = () => {
    const shown = count(pages.rows().length);
    if (pages.isFetchingMore()) return words.loading;
    if (!pages.hasMore()) return prefix() === null ? words.all(shown) : words.allFound(shown);
    return words.of(shown, count(props.table.rows));
  };
  return (
    <div class="flex flex-col gap-4">
      <Show when={wanted()}>
        {(number) => (
          <Notice
            tone="info"
            action={
              <span class="flex flex-wrap gap-2">
                <Button size="small" onClick={() => setVersion(null)}>
                  {words.newest}
                </Button>
                <Show when={may("lookups:manage")}>
                  <Button size="small" onClick={() => setRestoring(true)}>
                    {words.restore}
                  </Button>
                </Show>
              </span>
            }
          >
            {words.oldVersion(number())}
          </Notice>
        )}
      </Show>
      <div class="flex flex-wrap items-center justify-between gap-2">
        <SearchBox
          label={words.search}
          placeholder={words.placeholder}
          group={text.lookupTables.group}
          value={prefix() ?? ""}
          onChange={setPrefix}
          pauseMs={250}
        />
        <Show when={isEditable()}>
          <Button onClick={() => setEdited("")}>
            <Plus class="size-4" aria-hidden="true" />
            {words.add}
          </Button>
        </Show>
      </div>
      <Card flush>
        <QueryView
          query={pages.query}
          permission={text.lookupTables.permission}
          isEmpty={() => pages.rows().length === 0}
          empty={
            <Show
              when={prefix()}
              fallback={
                <Empty
                  title={words.empty}
                  action={
                    <Show when={isEditable()}>
                      <Button look="primary" onClick={props.onImport}>
                        {text.lookupTables.import.title}
                      </Button>
                    </Show>
                  }
                >
                  {words.emptyText}
                </Empty>
              }
            >
              {(begin) => <Empty title={words.noMatch(begin())}>{words.noMatchText}</Empty>}
            </Show>
          }
        >
          {() => (
            <RowTable
              table={props.table}
              rows={pages.rows()}
              isEditable={isEditable()}
              onEdit={setEdited}
              onEndNear={pages.more}
              footer={footer()}
            />
          )}
        </QueryView>
      </Card>
      <RowDialog table={props.table} editedKey={edited()} onClose={() => setEdited(null)} />
      <RestoreVersion
        table={props.table}
        version={isRestoring() ? wanted() : null}
        rows={null}
        onClose={() => setRestoring(false)}
        onRestored={() => setVersion(null)}
      />
    </div>
  );
}

import {
  createSortedRowModel,
  createTable,
  rowSortingFeature,
  sortFn_alphanumeric,
  sortFn_basic,
  tableFeatures,
} from "@tanstack/solid-table";
import { createWindowVirtualizer } from "@tanstack/solid-virtual";
import { createMemo, createSignal, For, type JSX, onCleanup, onMount, Show } from "solid-js";
import { useShortcuts } from "~/primitives/shortcuts.ts";
import { text } from "~/text/index.ts";
import { type Column, fits, gridTemplate } from "./columns.ts";
import { HeaderCell } from "./header-cell.tsx";
import { Row } from "./row.tsx";

const features = tableFeatures({
  rowSortingFeature,
  sortedRowModel: createSortedRowModel(),
  sortFns: { alphanumeric: sortFn_alphanumeric, basic: sortFn_basic },
});

/** Of a row with one line: a guess that is right spares working out all places below it anew. */
const ROW_HEIGHT_PX = 35;

interface DataTableProps<R extends object> {
  /** What the table is about, for whoever hears it. */
  readonly label: string;
  readonly columns: readonly Column<R>[];
  readonly rows: readonly R[];
  readonly rowId: (row: R) => string;
  /** Where a row leads: its first cell becomes the link, and the whole row takes the click. */
  readonly href?: (row: R) => string;
  readonly onRowClick?: (row: R) => void;
  readonly chosenId?: string | null;
  /** Of several that may be chosen at once. */
  readonly isChosen?: (id: string) => boolean;
  /** Called when the end comes near: lists that are longer than their first page. */
  readonly onEndNear?: () => void;
  /** Under the last row: that more is coming, or that this is all. */
  readonly footer?: JSX.Element;
}

/**
 * Rows of any number: only those on the screen are in the page, so that 100,000 scroll like ten. The page itself scrolls,
 * the headings stay.
 */
export function DataTable<R extends object>(props: DataTableProps<R>) {
  let body: HTMLDivElement | undefined;
  const [width, setWidth] = createSignal(window.innerWidth);
  const [top, setTop] = createSignal(0);
  const columns = () => props.columns.filter((column) => fits(column, width()));

  const table = createTable({
    features,
    get columns() {
      return columns().map((column) => ({
        id: column.id,
        header: column.header,
        accessorFn: (row: R) => column.sortBy?.(row) ?? "",
        enableSorting: column.sortBy !== undefined,
        sortFn: "basic" as const,
      }));
    },
    get data() {
      return props.rows as R[];
    },
    getRowId: (row: R) => props.rowId(row),
  });
  // Unsorted, as long lists are, the rows are those that were given: a model of 100,000 for every page that comes is not free.
  const rows = createMemo((): readonly R[] => {
    const isSorted = table.getAllColumns().some((column) => column.getIsSorted() !== false);
    return isSorted ? table.getRowModel().rows.map(({ original }) => original) : props.rows;
  });
  const idAt = (index: number) => {
    const row = rows()[index];
    return row === undefined ? undefined : props.rowId(row);
  };

  const virtualizer = createWindowVirtualizer<HTMLDivElement>({
    get count() {
      return rows().length;
    },
    get scrollMargin() {
      return top();
    },
    estimateSize: () => ROW_HEIGHT_PX,
    overscan: 12,
    // Another function for other rows: of the same one it believes that it would say what it said before, and rows that
    // changed their places (as many as before) would stay where and what they were.
    get getItemKey() {
      const current = rows();
      return (index: number) => {
        const row = current[index];
        return row === undefined ? index : props.rowId(row);
      };
    },
    onChange: (instance) => {
      const last = instance.getVirtualItems().at(-1)?.index ?? 0;
      if (rows().length > 0 && last >= rows().length - 10) props.onEndNear?.();
    },
  });

  // By its row and not by its place: a row that others came above moves, with the focus that is in it, and is not drawn anew.
  const drawn = createMemo(
    () => new Map(virtualizer.getVirtualItems().map((item) => [String(item.key), item] as const)),
  );

  const place = () => {
    setWidth(window.innerWidth);
    if (body !== undefined) setTop(body.getBoundingClientRect().top + window.scrollY);
  };
  onMount(() => {
    place();
    // What stands above the table comes and goes (banners, filters that wrap): rows would be drawn where it was before.
    const watcher = new ResizeObserver(place);
    watcher.observe(document.body);
    onCleanup(() => watcher.disconnect());
  });

  // For the key sheet of pages that have a table. They are heard below: no key is called so.
  useShortcuts([
    { keys: "↑ ↓", label: text.shell.keys.rows, group: text.shell.keys.lists, run: () => undefined },
  ]);

  /** Up and down go from row to row, wherever in a row the focus is. */
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    const here = (event.target as HTMLElement).closest<HTMLElement>("[data-index]");
    if (here === null || body === undefined) return;
    const next = Number(here.dataset.index) + (event.key === "ArrowDown" ? 1 : -1);
    if (next < 0 || next >= rows().length) return;
    event.preventDefault();
    virtualizer.scrollToIndex(next);
    requestAnimationFrame(() => {
      const target = body?.querySelector<HTMLElement>(`[data-index="${next}"]`);
      (target?.querySelector<HTMLElement>("a, button") ?? target)?.focus();
    });
  };

  return (
    <div class="min-w-0 text-sm">
      <div role="table" aria-label={props.label} aria-rowcount={rows().length + 1}>
        <div role="rowgroup" class="sticky top-13 z-10 rounded-t-xl bg-surface">
          <div
            role="row"
            class="grid items-center gap-2 border-b px-3 sm:gap-3 sm:px-4"
            style={{ "grid-template-columns": gridTemplate(columns()) }}
          >
            <For each={table.getHeaderGroups()[0]?.headers ?? []}>
              {(header, index) => (
                <HeaderCell
                  label={header.column.columnDef.header as string}
                  hidden={columns()[index()]?.headerHidden === true}
                  cell={columns()[index()]?.headerCell}
                  align={columns()[index()]?.align}
                  sorted={header.column.getCanSort() ? header.column.getIsSorted() : null}
                  onSort={() => header.column.toggleSorting()}
                />
              )}
            </For>
          </div>
        </div>
        <div
          ref={body}
          role="rowgroup"
          onKeyDown={onKeyDown}
          class="relative"
          style={{ height: `${virtualizer.getTotalSize()}px` }}
        >
          <For each={[...drawn().keys()]}>
            {(id) => {
              const item = () => drawn().get(id);
              const row = createMemo((before: R | undefined) => {
                const index = item()?.index ?? -1;
                return idAt(index) === id ? rows()[index] : before;
              });
              return (
                <Show when={row()}>
                  {(shown) => (
                    <Row
                      row={shown()}
                      columns={columns()}
                      index={item()?.index ?? 0}
                      offset={(item()?.start ?? 0) - top()}
                      measure={(element) => virtualizer.measureElement(element)}
                      href={props.href?.(shown())}
                      onClick={props.onRowClick}
                      chosen={props.isChosen?.(id) ?? (props.chosenId !== null && props.chosenId === id)}
                    />
                  )}
                </Show>
              );
            }}
          </For>
        </div>
      </div>
      {/* Beside the table: a table's children are rows. */}
      <Show when={props.footer}>
        <div class="border-t px-4 py-2.5 text-xs text-faint">{props.footer}</div>
      </Show>
    </div>
  );
}

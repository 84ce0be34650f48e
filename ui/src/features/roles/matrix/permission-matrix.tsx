import { For, Show } from "solid-js";
import { text } from "~/text/index.ts";
import { COLUMNS, type MatrixRow, permissionsOfRow } from "../arrange-permissions.ts";
import { resourceLabel } from "../words.ts";
import { GroupBox } from "./group-box.tsx";
import { MatrixCell } from "./matrix-cell.tsx";
import { type MatrixFrame, type MatrixProps, useMatrix } from "./use-matrix.ts";

const words = text.roles.matrix;
const ROW =
  "grid grid-cols-2 gap-x-1 px-3 sm:grid-cols-[minmax(9rem,1.4fr)_repeat(5,minmax(5.5rem,1fr))] sm:px-4";

/** What can be allowed, as rows of features and columns of what can be done with them. On a narrow screen, feature by feature. */
export function PermissionMatrix(props: MatrixProps) {
  const frame = useMatrix(props);
  /** Rows are counted through all sections; a section's heading is one of them, and the heading of the columns is row 0. */
  const firstRowOf = (section: number) =>
    frame
      .sections()
      .slice(0, section)
      .reduce((row, { rows }) => row + rows.length + 1, 1);
  return (
    <div
      role="grid"
      aria-label={props.label}
      aria-readonly={props.readOnly}
      onFocusIn={frame.onFocusIn}
      onKeyDown={frame.onKeyDown}
      onPointerLeave={() => props.onPoint?.(null)}
    >
      <div role="row" class={`${ROW} hidden border-b py-2 text-xs font-medium text-faint sm:grid`}>
        <div role="columnheader">{words.resource}</div>
        <For each={COLUMNS}>
          {(column, index) => (
            <div role="columnheader" class="flex items-center gap-2 px-1.5">
              <Show when={frame.inColumn(column).length > 0}>
                <GroupBox
                  label={words.column(words.columns[column])}
                  group={frame.inColumn(column)}
                  place={column}
                  row={0}
                  column={index() + 1}
                  matrix={props}
                  frame={frame}
                />
              </Show>
              {words.columns[column]}
            </div>
          )}
        </For>
      </div>
      <For each={frame.sections()}>
        {(section, sectionIndex) => (
          <div role="rowgroup">
            <div role="row" class="border-b bg-sunken px-3 py-1.5 sm:px-4">
              <div role="rowheader" class="flex items-center gap-2 text-xs font-semibold text-soft">
                <GroupBox
                  label={words.everything(words.sections[section.name])}
                  group={section.rows.flatMap(permissionsOfRow)}
                  place={section.name}
                  row={firstRowOf(sectionIndex())}
                  column={0}
                  matrix={props}
                  frame={frame}
                />
                {words.sections[section.name]}
              </div>
            </div>
            <For each={section.rows}>
              {(row, index) => (
                <ResourceRow
                  row={row}
                  index={firstRowOf(sectionIndex()) + index() + 1}
                  matrix={props}
                  frame={frame}
                />
              )}
            </For>
          </div>
        )}
      </For>
    </div>
  );
}

interface ResourceRowProps {
  readonly row: MatrixRow;
  readonly index: number;
  readonly matrix: MatrixProps;
  readonly frame: MatrixFrame;
}

function ResourceRow(props: ResourceRowProps) {
  const label = () => resourceLabel(props.row.resource);
  return (
    <div role="row" class={`${ROW} border-b py-1.5`}>
      <div
        role="rowheader"
        class="col-span-2 flex items-center gap-2 self-start py-1 text-sm font-medium text-ink sm:col-span-1"
      >
        <GroupBox
          label={words.everything(label())}
          group={permissionsOfRow(props.row)}
          place={props.row.resource}
          row={props.index}
          column={0}
          matrix={props.matrix}
          frame={props.frame}
        />
        <span class="min-w-0">{label()}</span>
      </div>
      <For each={COLUMNS}>
        {(column, columnIndex) => (
          <div role="gridcell" class={props.row.cells[column].length === 0 ? "hidden sm:block" : ""}>
            <For each={props.row.cells[column]}>
              {(permission, index) => (
                <MatrixCell
                  permission={permission}
                  row={props.index}
                  column={columnIndex() + 1 + index() / 10}
                  matrix={props.matrix}
                  frame={props.frame}
                />
              )}
            </For>
          </div>
        )}
      </For>
    </div>
  );
}

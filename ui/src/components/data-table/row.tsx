import { A, useNavigate } from "@solidjs/router";
import { createMemo, For, Show } from "solid-js";
import { type Column, gridTemplate } from "./columns.ts";

interface RowProps<R> {
  readonly row: R;
  readonly columns: readonly Column<R>[];
  readonly index: number;
  readonly offset: number;
  readonly measure: (element: HTMLDivElement) => void;
  readonly href: string | undefined;
  readonly onClick: ((row: R) => void) | undefined;
  readonly chosen: boolean;
}

export function Row<R>(props: RowProps<R>) {
  const navigate = useNavigate();
  const click = (event: MouseEvent & { readonly currentTarget: HTMLElement; readonly target: Element }) => {
    // What can be pressed inside a row, and text that is being marked, is not a click on the row; nor is one in a menu or
    // dialog that a cell opened: it stands elsewhere, but Solid hands its events to where it was written.
    if (!event.currentTarget.contains(event.target)) return;
    if (event.target.closest("a, button, input, label") !== null) return;
    if (getSelection()?.isCollapsed === false) return;
    if (props.onClick !== undefined) props.onClick(props.row);
    else if (props.href !== undefined) navigate(props.href);
  };
  // A table that was given new rows hands each of them on anew; one that is the same stays drawn, with the focus in it.
  const row = createMemo(() => props.row);
  const leading = () => props.columns.findIndex(({ isControl }) => isControl !== true);
  const isActive = () => props.href !== undefined || props.onClick !== undefined;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the link or button in its first cell is the way of the keyboard
    <div
      role="row"
      tabindex="-1"
      data-index={props.index}
      aria-rowindex={props.index + 2}
      aria-selected={props.chosen}
      ref={(element) => queueMicrotask(() => props.measure(element))}
      onClick={click}
      class={`absolute inset-x-0 top-0 grid min-h-10 items-center gap-2 border-b px-3 last:border-b-0 sm:gap-3 sm:px-4 py-1.5 ${isActive() ? "cursor-pointer hover:bg-sunken" : ""} ${props.chosen ? "bg-accent-soft" : ""}`}
      style={{
        "grid-template-columns": gridTemplate(props.columns),
        transform: `translateY(${props.offset}px)`,
      }}
    >
      <For each={props.columns}>
        {(column, index) => (
          <div
            role="cell"
            class={`min-w-0 *:align-middle ${column.align === "end" ? "text-right tabular-nums" : ""} ${index() === leading() ? "text-ink" : "text-soft"}`}
          >
            <LeadingCell
              when={index() === leading()}
              href={props.href}
              onClick={props.onClick && (() => props.onClick?.(props.row))}
            >
              {column.cell(row())}
            </LeadingCell>
          </div>
        )}
      </For>
    </div>
  );
}

function LeadingCell(props: {
  readonly when: boolean;
  readonly href: string | undefined;
  readonly onClick: (() => void) | undefined;
  readonly children: import("solid-js").JSX.Element;
}) {
  return (
    <Show when={props.when} fallback={props.children}>
      <Show
        when={props.onClick}
        fallback={
          <Show when={props.href} fallback={props.children}>
            {(href) => (
              <A href={href()} class="block min-w-0 truncate">
                {props.children}
              </A>
            )}
          </Show>
        }
      >
        {(onClick) => (
          <button type="button" class="block w-full min-w-0 truncate text-left" onClick={() => onClick()()}>
            {props.children}
          </button>
        )}
      </Show>
    </Show>
  );
}

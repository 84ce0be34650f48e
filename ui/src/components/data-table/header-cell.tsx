import { ArrowDown, ArrowUp, ChevronsUpDown } from "lucide-solid";
import { type JSX, Match, Show, Switch } from "solid-js";

interface HeaderCellProps {
  readonly label: string;
  readonly hidden: boolean;
  readonly cell: (() => JSX.Element) | undefined;
  readonly align: "end" | undefined;
  /** Null for a column that is not sorted by. */
  readonly sorted: false | "asc" | "desc" | null;
  readonly onSort: () => void;
}

export function HeaderCell(props: HeaderCellProps) {
  const order = () =>
    props.sorted === "asc" ? "ascending" : props.sorted === "desc" ? "descending" : "none";
  return (
    <div
      role="columnheader"
      aria-sort={props.sorted === null ? undefined : order()}
      class={`flex h-9 min-w-0 items-center text-xs font-medium text-faint ${props.align === "end" ? "justify-end" : ""}`}
    >
      <Show
        when={props.sorted !== null}
        fallback={props.cell?.() ?? <span class={props.hidden ? "sr-only" : "truncate"}>{props.label}</span>}
      >
        <button type="button" class="flex min-w-0 items-center gap-1 hover:text-ink" onClick={props.onSort}>
          <span class="truncate">{props.label}</span>
          <Switch fallback={<ChevronsUpDown class="size-3 opacity-60" aria-hidden="true" />}>
            <Match when={props.sorted === "asc"}>
              <ArrowUp class="size-3" aria-hidden="true" />
            </Match>
            <Match when={props.sorted === "desc"}>
              <ArrowDown class="size-3" aria-hidden="true" />
            </Match>
          </Switch>
        </button>
      </Show>
    </div>
  );
}

import { RotateCw, Trash2 } from "lucide-solid";
import { Show } from "solid-js";
import { IconButton } from "~/components/button.tsx";
import type { Column } from "~/components/data-table/columns.ts";
import { Moment } from "~/components/moment.tsx";
import { CategoryBadge } from "~/components/status/category-badge.tsx";
import { count } from "~/primitives/numbers.ts";
import { text } from "~/text/index.ts";
import type { Delivery } from "../deliveries/delivery-types.ts";
import { EventCell } from "../deliveries/list/delivery-columns.tsx";
import { ChoiceBox } from "./choice-box.tsx";
import type { RowChoice } from "./use-row-choice.ts";

const words = text.deadLetters;

interface RowActions {
  /** Null for whoever may not. */
  readonly retry: ((row: Delivery, button: HTMLElement) => void) | null;
  readonly discard: ((row: Delivery, button: HTMLElement) => void) | null;
}

export function deadLetterColumns(
  nameOf: (integrationId: string) => string,
  actions: () => RowActions,
  /** Null for whoever may do nothing with them. */
  choice: RowChoice | null,
): readonly Column<Delivery>[] {
  return [
    ...(choice === null ? [] : [choiceColumn(choice)]),
    {
      id: "event",
      header: words.column.event,
      width: "minmax(0, 1.4fr)",
      cell: (row) => <EventCell row={row} nameOf={nameOf} />,
    },
    {
      id: "integration",
      header: words.column.integration,
      width: "minmax(0, 1.2fr)",
      from: "md",
      cell: (row) => (
        <span class="block truncate">
          {row.integrationId === null ? text.deliveries.noIntegration : nameOf(row.integrationId)}
        </span>
      ),
    },
    {
      id: "error",
      header: words.column.error,
      width: "minmax(0, 2.4fr)",
      from: "sm",
      cell: (row) => (
        <span class="flex min-w-0 items-center gap-2">
          <Show when={row.category}>
            {(category) => <CategoryBadge category={category()} httpStatus={row.httpStatus} />}
          </Show>
          <span class="hidden truncate text-xs text-faint lg:inline" title={row.detail ?? undefined}>
            {row.detail}
          </span>
        </span>
      ),
    },
    {
      id: "attempts",
      header: words.column.attempts,
      width: "72px",
      align: "end",
      from: "lg",
      cell: (row) => count(row.attempts),
    },
    {
      id: "given",
      header: words.column.given,
      width: "80px",
      hasMoment: true,
      align: "end",
      cell: (row) => <Moment at={row.lastAttemptAt ?? row.acceptedAt} />,
    },
    {
      id: "actions",
      header: words.column.actions,
      headerHidden: true,
      width: "64px",
      align: "end",
      cell: (row) => (
        <span class="inline-flex">
          <Show when={actions().retry}>
            {(retry) => (
              <IconButton
                size="small"
                label={words.list.retryOne(row.eventType)}
                data-action="retry"
                onClick={(event) => retry()(row, event.currentTarget)}
              >
                <RotateCw class="size-3.5" aria-hidden="true" />
              </IconButton>
            )}
          </Show>
          <Show when={actions().discard}>
            {(discard) => (
              <IconButton
                size="small"
                label={words.list.discardOne(row.eventType)}
                data-action="discard"
                onClick={(event) => discard()(row, event.currentTarget)}
              >
                <Trash2 class="size-3.5" aria-hidden="true" />
              </IconButton>
            )}
          </Show>
        </span>
      ),
    },
  ];
}

function choiceColumn(choice: RowChoice): Column<Delivery> {
  const { column, one, all } = words.choice;
  return {
    id: "chosen",
    header: column,
    headerCell: () => (
      <ChoiceBox
        label={all}
        checked={choice.isAll()}
        mixed={choice.chosen().size > 0 && !choice.isAll()}
        onTurn={choice.turnAll}
      />
    ),
    isControl: true,
    width: "20px",
    cell: (row) => (
      <ChoiceBox
        label={one(row.eventType)}
        checked={choice.has(row.id)}
        onTurn={(on, isRange) => choice.turn(row.id, on, isRange)}
      />
    ),
  };
}

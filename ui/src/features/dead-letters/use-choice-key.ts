import type { Accessor } from "solid-js";
import { useShortcuts } from "~/primitives/shortcuts.ts";
import { text } from "~/text/index.ts";
import type { RowChoice } from "./use-row-choice.ts";

/** `x` turns the box of the row that has the focus. */
export function useChoiceKey(
  mayAct: () => boolean,
  table: () => HTMLElement | undefined,
  rows: Accessor<readonly { readonly id: string }[]>,
  choice: RowChoice,
): void {
  const turn = () => {
    const here = document.activeElement?.closest<HTMLElement>("[data-index]");
    const id = table()?.contains(here ?? null) === true ? rows()[Number(here?.dataset.index)]?.id : undefined;
    if (id !== undefined) choice.turn(id, !choice.has(id), false);
  };
  const key = { keys: "x", label: text.deadLetters.choice.key, group: text.deliveries.keys.group, run: turn };
  useShortcuts(() => (mayAct() ? [key] : []));
}

import { useShortcuts } from "~/primitives/shortcuts.ts";
import { text } from "~/text/index.ts";

/** `j` and `k` go from row to row, as the arrows do; Enter is the link's own. */
export function useRowKeys(table: () => HTMLElement | undefined): void {
  const step = (arrow: "ArrowDown" | "ArrowUp") => {
    const rows = table();
    const here = document.activeElement?.closest("[data-index]");
    if (here !== null && here !== undefined && rows?.contains(here)) {
      here.dispatchEvent(new KeyboardEvent("keydown", { key: arrow, bubbles: true }));
      return;
    }
    const first = [...(rows?.querySelectorAll<HTMLElement>("[data-index]") ?? [])].find(isInSight);
    (first?.querySelector<HTMLElement>("a, button") ?? first)?.focus();
  };
  const group = text.deliveries.keys.group;
  useShortcuts([
    { keys: "j", label: text.deliveries.keys.next, group, run: () => step("ArrowDown") },
    { keys: "k", label: text.deliveries.keys.previous, group, run: () => step("ArrowUp") },
  ]);
}

/** Below the headings that stay at the top. */
function isInSight(row: HTMLElement): boolean {
  return row.getBoundingClientRect().top > 90;
}

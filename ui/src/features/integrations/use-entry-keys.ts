import { useShortcuts } from "~/primitives/shortcuts.ts";
import { text } from "~/text/index.ts";

/** `j` and `k` go from one to the next, as cards and as rows; Enter is the link's own. */
export function useEntryKeys(list: () => HTMLElement | undefined): void {
  const step = (arrow: "ArrowDown" | "ArrowUp") => {
    const box = list();
    const here = document.activeElement?.closest("[data-index]");
    if (here !== null && here !== undefined && box?.contains(here)) {
      here.dispatchEvent(new KeyboardEvent("keydown", { key: arrow, bubbles: true }));
      return;
    }
    const first = [...(box?.querySelectorAll<HTMLElement>("[data-index]") ?? [])].find(isInSight);
    first?.querySelector<HTMLElement>("a")?.focus();
  };
  const group = text.integrations.title;
  const words = text.integrations.list;
  useShortcuts([
    { keys: "j", label: words.next, group, run: () => step("ArrowDown") },
    { keys: "k", label: words.previous, group, run: () => step("ArrowUp") },
  ]);
}

/** Among cards, as a table does it by itself. */
export function onCardKeyDown(event: KeyboardEvent & { readonly currentTarget: HTMLElement }): void {
  if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
  const here = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-index]") : null;
  if (here === null) return;
  const next = Number(here.dataset.index) + (event.key === "ArrowDown" ? 1 : -1);
  const card = event.currentTarget.querySelector<HTMLElement>(`[data-index="${next}"]`);
  if (card === null) return;
  event.preventDefault();
  card.querySelector<HTMLElement>("a")?.focus();
}

/** Below the headings that stay at the top. */
function isInSight(row: HTMLElement): boolean {
  return row.getBoundingClientRect().top > 90;
}

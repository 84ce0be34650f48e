import { focusView } from "~/primitives/focus-view.ts";

/**
 * A row is about to go: the focus goes to the same button of the row that takes its place, else of the one before. Without it
 * the focus would fall to the top of the page, and a hundred dead letters could not be gone through by keyboard.
 */
export function focusNextRow(button: HTMLElement): void {
  const action = button.dataset.action;
  const row = button.closest<HTMLElement>("[data-index]");
  const table = button.closest('[role="table"]');
  if (row === null || table === null) return;
  const index = Number(row.dataset.index);
  const buttonOf = (at: number) =>
    table.querySelector<HTMLElement>(`[data-index="${at}"] [data-action="${action}"]`);
  requestAnimationFrame(() => {
    if (document.activeElement !== document.body && document.activeElement !== button) return;
    const next = buttonOf(index) ?? buttonOf(index - 1);
    // With the last row the whole table goes, and still finds the row in itself.
    if (next?.isConnected !== true) focusView();
    else next.focus({ preventScroll: true });
  });
}

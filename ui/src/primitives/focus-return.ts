/**
 * What has the focus now, to be given it back when what opens in front of it has closed. Kobalte gives it to its own trigger,
 * which dialogs that are opened by the page have none of: the focus would fall to the page, and the next Tab would begin
 * at its top.
 */
export function rememberFocus(): () => void {
  const opener = document.activeElement instanceof HTMLElement ? document.activeElement : null;
  // A menu is gone by then: its button stands for it.
  const menu = opener?.closest("[role=menu]");
  const button = document.getElementById(menu?.getAttribute("aria-labelledby") ?? "");
  // A table that was read anew may have drawn the row anew: its place in the list is left.
  const row = opener?.closest<HTMLElement>("[data-index]")?.dataset.index;
  const table = opener?.closest("[role=table]")?.getAttribute("aria-label");
  return () => {
    const place = [button, opener, inRow(table, row)].find((element) => element?.isConnected === true);
    place?.focus({ preventScroll: true });
  };
}

function inRow(table: string | null | undefined, index: string | undefined): HTMLElement | null {
  if (table == null || index === undefined) return null;
  const row = `[role=table][aria-label="${CSS.escape(table)}"] [data-index="${index}"]`;
  return document.querySelector<HTMLElement>(`${row} :is(a, button)`);
}

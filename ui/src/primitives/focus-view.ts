/**
 * To the view, when the focus is nowhere: what had it is gone, or stands in the frame while the view is another one. Without
 * it whoever works by keyboard begins at the top of the page again. What is in the view, or in a dialog, keeps it.
 */
export function focusView(): void {
  const view = document.getElementById("content");
  const holder = document.activeElement;
  if (view === null || view.contains(holder) || holder?.closest("[role=dialog], [role=alertdialog]")) return;
  view.focus({ preventScroll: true });
}

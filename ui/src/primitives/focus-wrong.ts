/**
 * After a form was refused: to the first field that is marked as wrong, which may lie far above the button that was pressed.
 * Within the form or dialog that has the focus, else on the page. Nothing happens when no field is marked.
 */
export function focusFirstWrong(): void {
  // Fields are marked when the page has been drawn with what the gateway said.
  requestAnimationFrame(() => {
    const form = document.activeElement?.closest("form, [role=dialog]") ?? document.getElementById("content");
    const wrong = form?.querySelector<HTMLElement>(
      ":is(input, textarea, select, button, [role=textbox])[aria-invalid=true]:not(:disabled)",
    );
    if (wrong == null) return;
    wrong.focus({ preventScroll: true });
    wrong.scrollIntoView({ block: "center" });
  });
}

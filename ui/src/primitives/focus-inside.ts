import { onCleanup } from "solid-js";

/**
 * The ref of an open dialog: when what has the focus is taken away, the dialog itself gets it. Kobalte's trap would give
 * it back to the element that is just going, and Chromium then sends every key to something that is no longer in the
 * page: neither Escape nor Tab does anything until one clicks.
 */
export function focusInside(dialog: HTMLElement): void {
  const focus = () => dialog.focus({ preventScroll: true });
  // Before the trap, which listens further out, and while it still finds the focus inside. Not when the whole window loses
  // it, and not in a dialog that closes: its focus goes back to where it came from.
  const onFocusOut = ({ relatedTarget }: FocusEvent) => {
    if (relatedTarget === null && document.hasFocus() && dialog.matches("[data-expanded]")) focus();
  };
  dialog.addEventListener("focusout", onFocusOut);
  // Of two dialogs, one over the other, the lower one is hidden. What it had its focus in may go meanwhile, and it cannot
  // take it before it is shown again: so the whole page is watched, and what is hidden in it.
  const observer = new MutationObserver(() => {
    if (document.activeElement === document.body && dialog.closest("[aria-hidden=true]") === null) focus();
  });
  const changes = { childList: true, subtree: true, attributes: true, attributeFilter: ["aria-hidden"] };
  observer.observe(document.body, changes);
  onCleanup(() => {
    dialog.removeEventListener("focusout", onFocusOut);
    observer.disconnect();
  });
}

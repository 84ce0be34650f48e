import { onCleanup } from "solid-js";

/**
 * The ref of an open dialog: when what has the focus is taken away, the dialog itself gets it. Kobalte's trap would give
 * it back to the element that is just going, and Chromium then sends every key to something that is no longer in the
 * page: neither Escape nor Tab does anything until one clicks.
 */
export function focusInside(dialog: HTMLElement): void {
  const observer = new MutationObserver(() => {
    // Of two dialogs, one over the other, the lower one is hidden, and its turn comes when the upper one has gone.
    const isOnTop = dialog.closest("[aria-hidden=true]") === null;
    if (isOnTop && document.activeElement === document.body) dialog.focus({ preventScroll: true });
  });
  observer.observe(dialog, { childList: true, subtree: true });
  onCleanup(() => observer.disconnect());
}

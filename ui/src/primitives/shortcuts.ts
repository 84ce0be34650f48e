import { createEffect, createSignal, onCleanup } from "solid-js";

export interface Shortcut {
  /** One key ("?", "/", "j") or two in a row ("g d"). */
  readonly keys: string;
  readonly label: string;
  readonly group: string;
  readonly run: () => void;
}

const [shortcuts, setShortcuts] = createSignal<readonly Shortcut[]>([]);

/** What works on the page right now: the key sheet shows it. */
export { shortcuts };

const SEQUENCE_MS = 900;
let pending: { readonly key: string; readonly at: number } | null = null;

/** Valid as long as the component that called it is on the page. A function is asked again when what it reads changes. */
export function useShortcuts(added: readonly Shortcut[] | (() => readonly Shortcut[])): void {
  createEffect(() => {
    const now = typeof added === "function" ? added() : added;
    setShortcuts((existing) => [...existing, ...now]);
    onCleanup(() => setShortcuts((existing) => existing.filter((shortcut) => !now.includes(shortcut))));
  });
}

/** Call once. Keys that are typed into a field, or held with a modifier, are the field's and the browser's. */
export function listenForShortcuts(): void {
  document.addEventListener("keydown", (event) => {
    if (
      event.defaultPrevented ||
      event.metaKey ||
      event.ctrlKey ||
      event.altKey ||
      isTyping(event.composedPath()[0])
    )
      return;
    const now = Date.now();
    const sequence =
      pending !== null && now - pending.at < SEQUENCE_MS ? `${pending.key} ${event.key}` : event.key;
    const found = find(sequence) ?? find(event.key);
    pending = found === undefined ? { key: event.key, at: now } : null;
    if (found === undefined) return;
    event.preventDefault();
    found.run();
  });
}

/** The last that was added wins: a dialog over a page has the key before the page. */
function find(keys: string): Shortcut | undefined {
  return shortcuts().findLast((shortcut) => shortcut.keys === keys);
}

/** The target within its shadow root: seen from here, all that is typed into an editor comes from the box around it. */
function isTyping(target: EventTarget | undefined): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable ||
      target.closest(
        "input:not([type=checkbox]), textarea, select, [role=textbox], [role=combobox], [role=dialog]",
      ) !== null)
  );
}

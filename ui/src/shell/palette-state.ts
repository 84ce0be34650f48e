import { createEffect, createSignal, onCleanup } from "solid-js";

export interface Command {
  readonly id: string;
  readonly label: string;
  readonly hint?: string;
  readonly run: () => void;
}

/** As the machine calls it. */
export const PALETTE_KEY = /Mac|iPhone|iPad/.test(navigator.platform) ? "⌘ K" : "Ctrl K";

const [isPaletteOpen, setPaletteOpen] = createSignal(false);

export { isPaletteOpen, setPaletteOpen };

const [commands, setCommands] = createSignal<readonly Command[]>([]);

/** What the page that is open can do. */
export { commands };

/** Offered in the palette as long as the component that called it is on the page. A function is asked again when what it reads changes. */
export function useCommands(added: readonly Command[] | (() => readonly Command[])): void {
  createEffect(() => {
    const now = typeof added === "function" ? added() : added;
    setCommands((existing) => [...existing, ...now]);
    onCleanup(() => setCommands((existing) => existing.filter((command) => !now.includes(command))));
  });
}

import { createEffect, createSignal, onCleanup } from "solid-js";

export interface Command {
  readonly id: string;
  readonly label: string;
  readonly hint?: string;
  readonly run: () => void;
  /** Chosen, it is written into the field, and the palette stays: "pause " asks for a name. */
  readonly fill?: string;
}

/** As the machine calls it. */
export const PALETTE_KEY = /Mac|iPhone|iPad/.test(navigator.platform) ? "⌘ K" : "Ctrl K";

const [isPaletteOpen, setPaletteOpen] = createSignal(false);

export { isPaletteOpen, setPaletteOpen };

const [commands, setCommands] = createSignal<readonly Command[]>([]);

/** What the page that is open can do. */
export { commands };

/** So long may the page take to come: what appears later must not open by itself. */
const AWAITED_MS = 10_000;
let awaited: { readonly id: string; readonly until: number } | null = null;

/** To do what only another page can: it is run as soon as that page offers it. The caller goes there. */
export function doThere(id: string): void {
  awaited = { id, until: Date.now() + AWAITED_MS };
}

function runAwaited(offered: readonly Command[]): void {
  const command = offered.find(({ id }) => id === awaited?.id);
  if (command === undefined || awaited === null) return;
  const isInTime = Date.now() < awaited.until;
  awaited = null;
  // After the page has taken the focus, or the dialog that opens would lose it again.
  if (isInTime) setTimeout(command.run, 0);
}

/** Offered in the palette as long as the component that called it is on the page. A function is asked again when what it reads changes. */
export function useCommands(added: readonly Command[] | (() => readonly Command[])): void {
  createEffect(() => {
    const now = typeof added === "function" ? added() : added;
    setCommands((existing) => [...existing, ...now]);
    runAwaited(now);
    onCleanup(() => setCommands((existing) => existing.filter((command) => !now.includes(command))));
  });
}

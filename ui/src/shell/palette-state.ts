import { createSignal, onCleanup } from "solid-js";

export interface Command {
  readonly id: string;
  readonly label: string;
  readonly hint?: string;
  readonly run: () => void;
}

const [isPaletteOpen, setPaletteOpen] = createSignal(false);

export { isPaletteOpen, setPaletteOpen };

const [commands, setCommands] = createSignal<readonly Command[]>([]);

/** What the page that is open can do. */
export { commands };

/** Offered in the palette as long as the component that called it is on the page. */
export function useCommands(added: readonly Command[]): void {
  setCommands((existing) => [...existing, ...added]);
  onCleanup(() => setCommands((existing) => existing.filter((command) => !added.includes(command))));
}

import { createSignal } from "solid-js";

/** What only the answer to a change has: the address, and the secret that was made here. In memory, as long as the page lives. */
export interface ShownOnce {
  readonly url: string;
  readonly madeSecrets: readonly { readonly label: string; readonly value: string }[];
}

const [bySource, setBySource] = createSignal<Readonly<Record<string, ShownOnce>>>({});

export function shownOnce(sourceId: string): ShownOnce | null {
  return bySource()[sourceId] ?? null;
}

export function keepShown(sourceId: string, shown: ShownOnce): void {
  setBySource((all) => ({ ...all, [sourceId]: shown }));
}

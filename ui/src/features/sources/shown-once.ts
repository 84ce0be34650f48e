import { createSignal } from "solid-js";

/** What only the answer to a change has: the address, and the secret that was made here. In memory, as long as the page lives. */
export interface ShownOnce {
  /** Null when it was shown before this page was opened. */
  readonly url: string | null;
  readonly madeSecrets: readonly { readonly label: string; readonly value: string }[];
}

const [bySource, setBySource] = createSignal<Readonly<Record<string, ShownOnce>>>({});

export function shownOnce(sourceId: string): ShownOnce | null {
  return bySource()[sourceId] ?? null;
}

/** A secret that was made here later, beside what is still known of the address. */
export function keepMadeSecret(sourceId: string, secret: ShownOnce["madeSecrets"][number]): void {
  setBySource((all) => ({ ...all, [sourceId]: { url: all[sourceId]?.url ?? null, madeSecrets: [secret] } }));
}

export function keepShown(sourceId: string, shown: ShownOnce): void {
  setBySource((all) => ({ ...all, [sourceId]: shown }));
}

import { createSignal } from "solid-js";

export interface ShownSecret {
  readonly integrationId: string;
  /** Null for Ed25519, whose private key never leaves the gateway. */
  readonly signingSecret: string | null;
  readonly publicKey: string | null;
}

/**
 * A secret between the answer that brought it and the page that shows it. In memory only: an address, a storage or a history
 * entry would keep what is to be seen once.
 */
const [shownSecret, setShownSecret] = createSignal<ShownSecret | null>(null);

export { setShownSecret, shownSecret };

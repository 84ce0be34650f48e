import { createSignal } from "solid-js";

/** What is typed into one form of the settings. It outlives a look at another tab. */
export interface TypedDraft<Form extends object> {
  readonly typed: () => Partial<Form>;
  readonly change: (members: Partial<Form>) => void;
  readonly discard: () => void;
  /** Said by the form, which alone knows what is stored. */
  readonly isDirty: () => boolean;
  readonly setDirty: (isDirty: boolean) => void;
}

export function createTypedDraft<Form extends object>(): TypedDraft<Form> {
  const [typed, setTyped] = createSignal<Partial<Form>>({});
  const [isDirty, setDirty] = createSignal(false);
  return {
    typed,
    change: (members) => setTyped((before) => ({ ...before, ...members })),
    discard: () => {
      setTyped(() => ({}));
      setDirty(false);
    },
    isDirty,
    setDirty,
  };
}

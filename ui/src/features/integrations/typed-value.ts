import { createEffect, createMemo, createSignal, on, onCleanup } from "solid-js";
import { sameJson } from "./draft-changes.ts";
import { useDraftPlace } from "./draft-context.ts";

interface TypedValue<V> {
  readonly label: () => string;
  readonly value: () => V;
  readonly write: (value: V) => string;
  /** Null for what cannot be read. */
  readonly read: (typed: string) => V | null;
  readonly wrong: () => string;
  readonly onChange: (value: V) => void;
}

/**
 * A value that is typed as text. What cannot be read stays in its field, marked, and holds the saving up, also while another
 * tab is open: putting the old value back would lose what was typed without a word.
 */
export function createTypedValue<V>(field: TypedValue<V>) {
  const place = useDraftPlace();
  const key = place && `${place.member()}/${place.tab()}: ${field.label()}`;
  const kept = key && place?.unread.get(key);
  const [typed, setTyped] = createSignal(kept ?? field.write(field.value()));
  const isWrong = () => field.read(typed()) === null;
  const block = (why: string | null) => {
    if (place === undefined || key === undefined) return;
    if (why === null) place.unread.delete(key);
    else place.unread.set(key, typed());
    place.draft.block(key, why);
  };
  const judge = () => block(isWrong() ? `${field.label()}: ${field.wrong()}` : null);

  const value = createMemo(field.value, undefined, { equals: sameJson });
  createEffect(
    on(
      [value, () => place?.draft.revision()],
      ([now]) => {
        if (sameJson(field.read(typed()), now)) return;
        const wasWrong = isWrong();
        setTyped(field.write(now));
        if (wasWrong) block(null);
      },
      { defer: true },
    ),
  );
  const tab = place?.tab();
  if (key !== undefined) place?.shown.add(key);
  onCleanup(() => {
    if (place === undefined || key === undefined) return;
    place.shown.delete(key);
    // A field that goes while its tab stays is no longer part of the form. Which tab it is, is known when the router is done.
    setTimeout(() => {
      if (place.tab() === tab && !place.shown.has(key) && place.unread.has(key)) block(null);
    }, 0);
  });
  return {
    typed,
    error: () => (isWrong() ? field.wrong() : undefined),
    input: (written: string) => {
      const wasWrong = isWrong();
      setTyped(written);
      const read = field.read(written);
      if (read !== null) field.onChange(read);
      if (wasWrong || read === null) judge();
    },
    tidy: () => {
      if (!isWrong()) setTyped(field.write(field.value()));
    },
  };
}

import { type Accessor, createEffect, createSignal, on, onCleanup } from "solid-js";

/** Follows a value when it has been still for a moment: not every key that is pressed is a question to the gateway. */
export function debounced<T>(value: Accessor<T>, waitMs: number): Accessor<T> {
  const [settled, setSettled] = createSignal(value());
  let timer: ReturnType<typeof setTimeout> | undefined;
  createEffect(
    on(
      value,
      (next) => {
        clearTimeout(timer);
        timer = setTimeout(() => setSettled(() => next), waitMs);
      },
      { defer: true },
    ),
  );
  onCleanup(() => clearTimeout(timer));
  return settled;
}

import { type Accessor, createEffect, createSignal, on, onCleanup } from "solid-js";

/** The value once it has rested: what is typed letter by letter is asked about once. */
export function debounced<T>(value: Accessor<T>, restMs: number): Accessor<T> {
  const [rested, setRested] = createSignal(value());
  createEffect(
    on(
      value,
      (now) => {
        const timer = setTimeout(() => setRested(() => now), restMs);
        onCleanup(() => clearTimeout(timer));
      },
      { defer: true },
    ),
  );
  return rested;
}

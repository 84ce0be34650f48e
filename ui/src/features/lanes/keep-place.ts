import { type Accessor, createEffect, on } from "solid-js";
import { focusView } from "~/primitives/focus-view.ts";

/**
 * A lane goes some time after its button was pressed, and takes the focus with it. `expect` notes where that was: when the
 * rows change, the lane that is in its place gets it.
 */
export function keepPlace(list: () => HTMLElement | undefined, rows: Accessor<readonly unknown[]>) {
  let place: number | null = null;
  createEffect(
    on(
      rows,
      () =>
        requestAnimationFrame(() => {
          if (place === null || document.activeElement !== document.body) return;
          const left = list()?.isConnected === true ? (list()?.children ?? []) : [];
          const next = left[Math.min(place, left.length - 1)]?.querySelector<HTMLElement>("button, a");
          if (next == null) focusView();
          else next.focus({ preventScroll: true });
          place = null;
        }),
      { defer: true },
    ),
  );
  return {
    expect: (index: number) => {
      place = index;
    },
  };
}

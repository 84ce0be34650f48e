import { type Accessor, createSignal, onCleanup, onMount } from "solid-js";

/** Past this one has scrolled and is somewhere; before it one is at the top. */
const TOP_PX = 8;

/** Does somebody look at something in here: point at it, have the focus in it, or have scrolled away from the top? */
export function useReading(): { isReading: Accessor<boolean>; watch: (element: HTMLElement) => void } {
  const [points, setPoints] = createSignal(false);
  const [hasFocus, setHasFocus] = createSignal(false);
  const [isDown, setDown] = createSignal(false);
  const scrolled = () => setDown(window.scrollY > TOP_PX);
  onMount(() => {
    scrolled();
    window.addEventListener("scroll", scrolled, { passive: true });
    onCleanup(() => window.removeEventListener("scroll", scrolled));
  });
  const watch = (element: HTMLElement) => {
    // What is taken away under the pointer is not left.
    onCleanup(() => {
      setPoints(false);
      setHasFocus(false);
    });
    element.addEventListener("pointerenter", () => setPoints(true));
    element.addEventListener("pointerleave", () => setPoints(false));
    element.addEventListener("focusin", () => setHasFocus(true));
    element.addEventListener("focusout", (event) =>
      setHasFocus(event.relatedTarget instanceof Node && element.contains(event.relatedTarget)),
    );
  };
  return { isReading: () => points() || hasFocus() || isDown(), watch };
}

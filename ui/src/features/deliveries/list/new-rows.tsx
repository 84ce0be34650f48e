import { ArrowUp } from "lucide-solid";
import { Show } from "solid-js";
import { text } from "~/text/index.ts";

const words = text.deliveries.live;

/** Over the list and not in it: saying that something is new must not move what is there. */
export function NewRows(props: {
  readonly waiting: number;
  readonly isTorn: boolean;
  readonly onShow: () => void;
  /** In place of how many they are, where that is not known. */
  readonly label?: string;
}) {
  const some = () => props.waiting > 0 || props.isTorn;
  const label = () => props.label ?? (props.isTorn ? words.many : words.waiting(props.waiting));
  return (
    <div class="pointer-events-none sticky top-25 z-20 h-0">
      <p class="sr-only" role="status">
        <Show when={props.waiting > 0}>{words.announced(props.waiting)}</Show>
      </p>
      <Show when={some()}>
        <button
          type="button"
          class="pointer-events-auto absolute left-1/2 flex -translate-x-1/2 items-center gap-1.5 rounded-full bg-accent px-3 py-1 text-xs font-medium text-on-accent shadow-pop"
          onClick={props.onShow}
        >
          <ArrowUp class="size-3.5" aria-hidden="true" />
          {label()}
        </button>
      </Show>
    </div>
  );
}

import { RotateCw, Trash2 } from "lucide-solid";
import { Show } from "solid-js";
import { useMay } from "~/api/account.ts";
import { Button } from "~/components/button.tsx";
import { focusView } from "~/primitives/focus-view.ts";
import { text } from "~/text/index.ts";
import { MOST_CHOSEN } from "./choose-rows.ts";
import type { RowChoice } from "./use-row-choice.ts";

const words = text.deadLetters.choice;

interface ChoiceBarProps {
  readonly choice: RowChoice;
  readonly onRetry: () => void;
  readonly onDiscard: () => void;
}

/** At the foot of the window while rows are chosen, however far down they stand. */
export function ChoiceBar(props: ChoiceBarProps) {
  const may = useMay();
  const number = () => props.choice.chosen().size;
  const isTooMany = () => number() > MOST_CHOSEN;
  const clear = () => {
    props.choice.clear();
    // The button that had the focus is gone with the bar.
    focusView();
  };
  return (
    <Show when={number() > 0}>
      <section
        aria-label={words.bar}
        // The buttons on the left: toasts come at the right.
        class="sticky bottom-3 z-20 flex flex-wrap items-center gap-x-3 gap-y-2 rounded-xl border border-line-strong bg-raised px-4 py-2.5 shadow-pop"
      >
        <Show when={may("deadletters:retry")}>
          <Button look="primary" disabled={isTooMany()} onClick={props.onRetry}>
            <RotateCw class="size-3.5" aria-hidden="true" />
            {words.retry}
          </Button>
        </Show>
        <Show when={may("deadletters:discard")}>
          <Button disabled={isTooMany()} onClick={props.onDiscard}>
            <Trash2 class="size-3.5" aria-hidden="true" />
            {words.discard}
          </Button>
        </Show>
        <Button look="quiet" onClick={clear}>
          {words.clear}
        </Button>
        <p class="min-w-0 flex-1 basis-40 text-sm" role="status">
          <span class="font-medium text-ink">{words.chosen(number())}</span>{" "}
          <Show when={isTooMany()}>
            <span class="text-bad">{words.tooMany(MOST_CHOSEN)}</span>
          </Show>
        </p>
      </section>
    </Show>
  );
}

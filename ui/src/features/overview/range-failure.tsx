import { CircleAlert } from "lucide-solid";
import { Show } from "solid-js";
import { asProblem } from "~/api/problem.ts";
import { Button } from "~/components/button.tsx";
import { text } from "~/text/index.ts";
import type { OverviewWindow } from "./use-overview.ts";

/** The figures that were asked for did not come. Those below are older ones, and say so. */
export function RangeFailure(props: {
  readonly error: unknown;
  readonly chosen: OverviewWindow;
  readonly onRetry: () => void;
}) {
  const words = text.overview;
  const problem = () => asProblem(props.error);
  return (
    <div
      role="alert"
      class="flex flex-wrap items-center gap-x-4 gap-y-2 rounded-xl border border-bad/40 bg-bad-soft px-4 py-2.5 text-sm text-bad"
    >
      <CircleAlert class="size-4 shrink-0" aria-hidden="true" />
      <div class="min-w-0 flex-1 basis-60">
        <p class="font-medium">{words.notLoaded(words.rangeNames[props.chosen])}</p>
        <p>{problem().detail}</p>
        <Show when={problem().requestId}>
          {(id) => (
            <p class="text-xs">
              {text.shell.states.requestId} <code class="select-all">{id()}</code>
            </p>
          )}
        </Show>
      </div>
      <Button size="small" onClick={() => props.onRetry()}>
        {text.shell.states.again}
      </Button>
    </div>
  );
}

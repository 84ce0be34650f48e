import { Show } from "solid-js";
import { asProblem } from "~/api/problem.ts";
import { problemWords } from "~/api/problem-words.ts";
import { Button } from "~/components/button.tsx";
import { text } from "~/text/index.ts";

/** One part of the page could not be read: says which, why, and what that means for what is shown; the rest stays. */
export function UnreadNotice(props: {
  readonly what: string;
  readonly error: unknown;
  readonly isTrying: boolean;
  readonly onRetry: () => void;
}) {
  const problem = () => asProblem(props.error);
  return (
    <section
      role="alert"
      aria-label={props.what}
      class="flex flex-wrap items-center gap-x-4 gap-y-2 rounded-xl border border-warn bg-warn-soft px-4 py-2.5 text-sm text-ink"
    >
      <p class="min-w-0 flex-1 basis-72">
        {props.what} <span class="text-soft">{problemWords(problem())}</span>
        <Show when={problem().requestId}>
          {(id) => (
            <span class="ml-1 text-xs text-soft">
              {text.shell.states.requestId} <code class="select-all">{id()}</code>
            </span>
          )}
        </Show>
      </p>
      <Button size="small" busy={props.isTrying} onClick={props.onRetry}>
        {text.shell.states.again}
      </Button>
    </section>
  );
}

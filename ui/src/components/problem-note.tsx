import { Show } from "solid-js";
import type { ProblemDocument } from "~/api/problem.ts";
import { problemWords } from "~/api/problem-words.ts";
import { text } from "~/text/index.ts";

/** Why a form was refused, above its buttons. Fields say their own part themselves. */
export function ProblemNote(props: { readonly problem: ProblemDocument | null }) {
  return (
    <Show when={props.problem}>
      {(problem) => (
        <div role="alert" class="rounded-md bg-bad-soft px-3 py-2 text-sm text-bad">
          <p>{problemWords(problem())}</p>
          <Show when={problem().requestId}>
            {(id) => (
              <p class="mt-0.5 text-xs">
                {text.shell.states.requestId} <code class="select-all">{id()}</code>
              </p>
            )}
          </Show>
        </div>
      )}
    </Show>
  );
}

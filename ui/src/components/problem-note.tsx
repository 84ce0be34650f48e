import { Show } from "solid-js";
import type { ProblemDocument } from "~/api/problem.ts";
import { problemWords } from "~/api/problem-words.ts";
import { text } from "~/text/index.ts";
import { AlertNote } from "./alert-note.tsx";

/** Why a form was refused, above its buttons. Fields say their own part themselves. */
export function ProblemNote(props: { readonly problem: ProblemDocument | null }) {
  return (
    <Show when={props.problem}>
      {(problem) => (
        <AlertNote>
          <p>{problemWords(problem())}</p>
          <Show when={problem().requestId}>
            {(id) => (
              <p class="mt-0.5 text-xs">
                {text.shell.states.requestId} <code class="select-all">{id()}</code>
              </p>
            )}
          </Show>
        </AlertNote>
      )}
    </Show>
  );
}

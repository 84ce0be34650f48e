import { Show } from "solid-js";
import type { ProblemDocument } from "~/api/problem.ts";
import { problemWords } from "~/api/problem-words.ts";
import { AlertNote } from "~/components/alert-note.tsx";
import { Button } from "~/components/button.tsx";
import { text } from "~/text/index.ts";

const words = text.signIn.accept;
const TOO_MANY = 429;

interface RefusedInvitationProps {
  readonly problem: ProblemDocument;
  readonly onAgain: () => void;
  readonly onAnother: () => void;
}

/** What is over stays over; a lost connection, or too many guesses from here, says nothing about the invitation. */
export function RefusedInvitation(props: RefusedInvitationProps) {
  const isOver = () =>
    props.problem.status >= 400 && props.problem.status < 500 && props.problem.status !== TOO_MANY;
  return (
    <>
      <AlertNote>
        <p class="font-medium">{isOver() ? words.over : words.notLooked}</p>
        <p class="mt-0.5">{problemWords(props.problem)}</p>
      </AlertNote>
      <div class="mt-4 flex gap-2">
        <Show when={!isOver()}>
          <Button look="primary" onClick={() => props.onAgain()}>
            {text.shell.states.again}
          </Button>
        </Show>
        <Button onClick={() => props.onAnother()}>{words.another}</Button>
      </div>
    </>
  );
}

import { Toast, toaster } from "@kobalte/core/toast";
import { X } from "lucide-solid";
import { For, Show } from "solid-js";
import { Portal } from "solid-js/web";
import { asProblem } from "~/api/problem.ts";
import { problemWords } from "~/api/problem-words.ts";
import { text } from "~/text/index.ts";

interface ToastAction {
  readonly label: string;
  readonly run: () => void;
}

interface ToastWords {
  readonly title: string;
  readonly detail?: string | undefined;
  readonly bad?: boolean;
  /** Offered as long as it is shown. */
  readonly action?: ToastAction | undefined;
  readonly second?: ToastAction | undefined;
}

const SHOWN_MS = 6_000;
/** Whoever has something to undo must get the time to read first. */
const SHOWN_WITH_ACTION_MS = 12_000;

export function toast(words: ToastWords): void {
  toaster.show((props) => (
    <Toast
      // A list whose items call themselves a status is no list to those who hear it.
      as="div"
      toastId={props.toastId}
      duration={words.action === undefined && words.second === undefined ? SHOWN_MS : SHOWN_WITH_ACTION_MS}
      priority={words.bad === true ? "high" : "low"}
      class={`pointer-events-auto flex w-full items-start gap-3 rounded-lg border bg-raised px-4 py-3 shadow-pop ${words.bad === true ? "border-bad" : "border-line"}`}
    >
      <div class="min-w-0 flex-1">
        <Toast.Title class={`text-sm font-medium ${words.bad === true ? "text-bad" : "text-ink"}`}>
          {words.title}
        </Toast.Title>
        <Show when={words.detail}>
          {(detail) => (
            <Toast.Description class="mt-0.5 text-xs break-words text-soft">{detail()}</Toast.Description>
          )}
        </Show>
      </div>
      <For each={[words.second, words.action].filter((action) => action !== undefined)}>
        {(action) => (
          <button
            type="button"
            class="text-sm font-medium text-accent-ink hover:underline"
            onClick={() => {
              toaster.dismiss(props.toastId);
              action.run();
            }}
          >
            {action.label}
          </button>
        )}
      </For>
      <Toast.CloseButton aria-label={text.shell.actions.dismiss} class="text-faint hover:text-ink">
        <X class="size-4" aria-hidden="true" />
      </Toast.CloseButton>
    </Toast>
  ));
}

/** What went wrong with something that was asked for, in the gateway's own words and with the request's id. */
export function toastProblem(error: unknown): void {
  const problem = asProblem(error);
  const { title, errors, requestId } = problem;
  const first = errors[0];
  const where =
    first === undefined ? problemWords(problem) : `${first.pointer ?? ""} ${first.message}`.trim();
  toast({ title, bad: true, detail: requestId === null ? where : `${where} (${requestId})` });
}

export function ToastRegion() {
  return (
    <Portal>
      <Toast.Region>
        <Toast.List
          as="div"
          class="pointer-events-none fixed right-4 bottom-4 z-80 flex w-[min(24rem,calc(100vw-2rem))] flex-col gap-2 outline-none"
        />
      </Toast.Region>
    </Portal>
  );
}

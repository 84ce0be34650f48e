import { CircleAlert, Inbox, Lock } from "lucide-solid";
import { For, type JSX, Show } from "solid-js";
import { Dynamic } from "solid-js/web";
import { asProblem } from "~/api/problem.ts";
import { problemWords } from "~/api/problem-words.ts";
import { text } from "~/text/index.ts";
import { Button } from "./button.tsx";

/** Nothing there yet: says what would be there, and how to get it. */
export function Empty(props: {
  readonly title: string;
  readonly children?: JSX.Element;
  readonly action?: JSX.Element;
  readonly icon?: JSX.Element;
  /** It is all there is on the page, so its title is the page's. */
  readonly wholePage?: boolean;
}) {
  return (
    <div class="flex flex-col items-center gap-2 px-6 py-12 text-center">
      <div class="text-faint">
        {props.icon ?? <Inbox class="size-7" stroke-width={1.5} aria-hidden="true" />}
      </div>
      <Dynamic component={props.wholePage === true ? "h1" : "h2"} class="text-sm font-semibold text-ink">
        {props.title}
      </Dynamic>
      <div class="max-w-md text-sm text-balance text-soft">{props.children}</div>
      <div class="mt-2">{props.action}</div>
    </div>
  );
}

/** What failed, in the gateway's words; the request's id leads to its log. */
export function Failure(props: { readonly error: unknown; readonly onRetry?: () => void }) {
  const problem = () => asProblem(props.error);
  return (
    <div role="alert" class="flex flex-col items-center gap-2 px-6 py-10 text-center">
      <CircleAlert class="size-7 text-bad" stroke-width={1.5} aria-hidden="true" />
      <h2 class="text-sm font-semibold text-ink">{problem().title}</h2>
      <p class="max-w-lg text-sm text-soft">
        {problem().errors.length > 0 ? problem().detail : problemWords(problem())}
      </p>
      <Show when={problem().errors.length > 0}>
        <ul class="text-xs text-soft">
          <For each={problem().errors}>
            {({ pointer, message }) => (
              <li>
                <code>{pointer}</code> {message}
              </li>
            )}
          </For>
        </ul>
      </Show>
      <Show when={problem().requestId}>
        {(id) => (
          <p class="text-xs text-faint">
            {text.shell.states.requestId} <code class="select-all">{id()}</code>
          </p>
        )}
      </Show>
      {/* What is not there is not there the next time either. */}
      <Show when={problem().status !== 404 && props.onRetry}>
        {(retry) => (
          <Button class="mt-2" onClick={() => retry()()}>
            {text.shell.states.again}
          </Button>
        )}
      </Show>
    </div>
  );
}

export function NotAllowed(props: { readonly permission: string }) {
  return (
    <Empty
      title={text.shell.states.notAllowedTitle}
      icon={<Lock class="size-7" stroke-width={1.5} aria-hidden="true" />}
    >
      {text.shell.states.notAllowed(props.permission)}
    </Empty>
  );
}

/** The shape of what comes, so that nothing jumps when it is there. */
export function Skeleton(props: { readonly class?: string }) {
  return <div aria-hidden="true" class={`animate-pulse rounded bg-line/70 ${props.class ?? "h-4 w-full"}`} />;
}

export function LoadingRows(props: { readonly rows?: number }) {
  return (
    <div role="status" class="flex flex-col gap-3 p-4">
      <span class="sr-only">{text.shell.states.loading}</span>
      <For each={Array.from({ length: props.rows ?? 6 })}>{() => <Skeleton class="h-5 w-full" />}</For>
    </div>
  );
}

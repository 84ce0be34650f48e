import { type JSX, Show } from "solid-js";

interface PageProps {
  readonly title: string;
  readonly description?: JSX.Element;
  readonly actions?: JSX.Element;
  /** Above the title: the way back to the list. */
  readonly crumb?: JSX.Element;
  readonly children: JSX.Element;
}

/** A view of the dashboard: one heading, what can be done with all of it, and the content. */
export function Page(props: PageProps) {
  return (
    <div class="mx-auto flex w-full max-w-[1400px] flex-col gap-5 px-4 py-5 sm:px-6">
      <header class="flex flex-wrap items-start justify-between gap-3">
        <div class="min-w-0">
          <Show when={props.crumb}>
            <div class="mb-1 text-sm text-faint">{props.crumb}</div>
          </Show>
          <h1 class="truncate text-xl font-semibold tracking-tight text-ink">{props.title}</h1>
          <Show when={props.description}>
            <div class="mt-1 max-w-3xl text-sm text-pretty text-soft">{props.description}</div>
          </Show>
        </div>
        <div class="flex flex-wrap items-center gap-2">{props.actions}</div>
      </header>
      {props.children}
    </div>
  );
}

export function Card(props: {
  readonly title?: string;
  readonly actions?: JSX.Element;
  readonly children: JSX.Element;
  readonly class?: string;
  /** Without the space around the content: for tables. */
  readonly flush?: boolean;
}) {
  return (
    <section class={`min-w-0 rounded-xl border border-line bg-surface shadow-card ${props.class ?? ""}`}>
      <Show when={props.title !== undefined || props.actions !== undefined}>
        <header class="flex min-h-11 flex-wrap items-center justify-between gap-2 border-b px-4 py-2">
          <h2 class="text-sm font-semibold text-ink">{props.title}</h2>
          <div class="flex items-center gap-2">{props.actions}</div>
        </header>
      </Show>
      <div class={props.flush === true ? "" : "p-4"}>{props.children}</div>
    </section>
  );
}

import { A } from "@solidjs/router";
import { ArrowUpRight } from "lucide-solid";
import { type JSX, Show } from "solid-js";

/** One figure: what it is, how much, and what that is made of. With `href` all of it leads there. */
export function Tile(props: {
  readonly label: string;
  readonly value: JSX.Element;
  readonly detail?: JSX.Element;
  readonly href?: string | undefined;
  readonly tone?: "bad" | "warn" | undefined;
  readonly aside?: JSX.Element;
}) {
  const tone = () => (props.tone === "bad" ? "text-bad" : props.tone === "warn" ? "text-warn" : "text-ink");
  const content = () => (
    <>
      <span class="flex items-center justify-between text-xs font-medium text-soft">
        {props.label}
        <Show when={props.href}>
          <ArrowUpRight class="size-3.5 text-faint" aria-hidden="true" />
        </Show>
      </span>
      <span class="mt-1.5 flex items-end justify-between gap-3">
        <span class={`truncate text-2xl leading-8 font-semibold tracking-tight tabular-nums ${tone()}`}>
          {props.value}
        </span>
        {props.aside}
      </span>
      <span class="mt-0.5 block truncate text-xs text-faint">{props.detail}</span>
    </>
  );
  const look = "block min-w-0 bg-surface px-4 py-3";
  return (
    <Show when={props.href} fallback={<div class={look}>{content()}</div>}>
      {(href) => (
        <A href={href()} class={`${look} -outline-offset-2 hover:bg-sunken`}>
          {content()}
        </A>
      )}
    </Show>
  );
}

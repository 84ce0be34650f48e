import type { JSX } from "solid-js";

/** A name and what it says, among others of its kind. */
export function Fact(props: {
  readonly name: string;
  readonly children: JSX.Element;
  /** An id: on a narrow screen it has the line for itself. */
  readonly wide?: boolean;
}) {
  return (
    <div class={`min-w-0 ${props.wide === true ? "col-span-3 md:col-span-1" : ""}`}>
      <dt class="text-xs text-faint">{props.name}</dt>
      <dd class="mt-0.5 flex min-h-7 min-w-0 items-center text-sm text-ink">{props.children}</dd>
    </div>
  );
}

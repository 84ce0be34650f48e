import { For, type JSX } from "solid-js";

export interface Fact {
  readonly label: string;
  readonly value: JSX.Element;
}

/** What is known about one thing: names and values in two columns. */
export function Facts(props: { readonly facts: readonly Fact[] }) {
  return (
    <dl class="grid grid-cols-[minmax(7rem,auto)_1fr] gap-x-4 gap-y-2 text-sm">
      <For each={props.facts}>
        {({ label, value }) => (
          <>
            <dt class="text-faint">{label}</dt>
            <dd class="min-w-0 break-words text-ink">{value}</dd>
          </>
        )}
      </For>
    </dl>
  );
}

/** One figure with its name under it. */
export function Figure(props: { readonly label: string; readonly children: JSX.Element }) {
  return (
    <div class="min-w-0 rounded-xl border border-line bg-surface px-4 py-3 shadow-card">
      <div class="text-xs text-faint">{props.label}</div>
      <div class="mt-0.5 truncate text-lg font-semibold tracking-tight text-ink tabular-nums">
        {props.children}
      </div>
    </div>
  );
}

import { For, Show } from "solid-js";
import { text } from "~/text/index.ts";
import { asWord } from "./entry-changes.ts";
import type { AuditEntry } from "./use-audit.ts";

const words = text.audit.entry;

/** More than these are read in the difference of the whole. */
const MOST_SHOWN = 30;

/** Each place that differs, with what was there and what is. */
export function ChangeList(props: { readonly changes: AuditEntry["changes"] }) {
  const shown = () => props.changes.slice(0, MOST_SHOWN);
  return (
    <div>
      <ul aria-label={words.changes} class="flex flex-col divide-y">
        <For each={shown()}>
          {(change) => (
            <li class="grid gap-x-4 gap-y-1 py-2 text-sm first:pt-0 last:pb-0 sm:grid-cols-[minmax(0,2fr)_minmax(0,3fr)]">
              <code class="font-mono text-xs break-all text-ink">{change.pointer}</code>
              <span class="flex min-w-0 flex-col gap-0.5 font-mono text-xs break-all">
                <Side label={words.before} mark="−" tone="text-bad" value={asWord(change.before)} />
                <Side label={words.after} mark="+" tone="text-good" value={asWord(change.after)} />
              </span>
            </li>
          )}
        </For>
      </ul>
      <Show when={props.changes.length > MOST_SHOWN}>
        <p class="mt-2 text-xs text-faint">{words.andMore(props.changes.length - MOST_SHOWN)}</p>
      </Show>
    </div>
  );
}

function Side(props: {
  readonly label: string;
  readonly mark: string;
  readonly tone: string;
  readonly value: string | null;
}) {
  return (
    <span class="flex gap-2">
      <span class={props.tone} aria-hidden="true">
        {props.mark}
      </span>
      <span class="sr-only">{props.label}:</span>
      <Show when={props.value} fallback={<span class="font-sans text-faint">{words.absent}</span>}>
        {(value) => <span class={`line-clamp-6 min-w-0 ${props.tone}`}>{value()}</span>}
      </Show>
    </span>
  );
}

import { For, Show } from "solid-js";
import { text } from "~/text/index.ts";
import type { DryRunResult } from "./ask-dry-run.ts";

const COLORS = { log: "text-soft", warn: "text-warn", error: "text-bad" } as const;

/** What a script wrote to its console. */
export function LogLines(props: { readonly lines: DryRunResult["log"] }) {
  const words = text.editors.dryRun;
  return (
    <Show when={props.lines.length > 0}>
      <section class="flex min-w-0 flex-col gap-1">
        <h3 class="text-xs font-medium text-soft">{words.log}</h3>
        <ol
          class="max-h-52 overflow-y-auto rounded-md border border-line bg-sunken py-1"
          tabindex="0"
          aria-label={words.log}
        >
          <For each={props.lines}>
            {({ level, text: line }) => (
              <li class={`flex gap-2 px-3 py-0.5 font-mono text-xs ${COLORS[level]}`}>
                <span class="w-10 shrink-0 text-faint">{level}</span>
                <span class="min-w-0 break-words whitespace-pre-wrap">{line}</span>
              </li>
            )}
          </For>
        </ol>
      </section>
    </Show>
  );
}

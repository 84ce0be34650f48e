import { For, Show } from "solid-js";
import { CodeView } from "~/components/code/code-view.tsx";
import { text } from "~/text/index.ts";
import type { DryRunResult } from "./ask-dry-run.ts";

/** A request that would be made. */
export function MessageView(props: {
  readonly message: DryRunResult["messages"][number];
  readonly position: number;
  readonly count: number;
  readonly maxHeightPx: number;
}) {
  const words = text.editors.dryRun;
  const headers = () => Object.entries(props.message.headers);
  const label = () => (props.count > 1 ? words.message(props.position + 1) : words.after);
  return (
    <div class="flex min-w-0 flex-col gap-1">
      <p class="font-mono text-xs break-all text-soft">
        <Show when={props.count > 1}>
          <span class="text-faint">{words.message(props.position + 1)} </span>
        </Show>
        <span class="font-semibold text-ink">{props.message.method}</span> {props.message.url}
      </p>
      <Show when={props.message.refusal}>
        {(refusal) => <p class="text-xs text-bad">{words.refused(refusal())}</p>}
      </Show>
      <CodeView
        label={label()}
        value={props.message.body}
        maxHeightPx={props.count > 1 ? 180 : props.maxHeightPx - 28}
        emptyText={words.noBody}
      />
      <Show when={props.message.bodyTruncated}>
        <p class="text-xs text-faint">{words.truncated}</p>
      </Show>
      <Show when={headers().length > 0}>
        <details class="text-xs">
          <summary class="cursor-pointer text-soft">{words.headers(headers().length)}</summary>
          <ul class="mt-1 flex flex-col gap-0.5 font-mono text-soft">
            <For each={headers()}>
              {([name, value]) => (
                <li class="break-all">
                  <span class="text-ink">{name}</span>: {value}
                </li>
              )}
            </For>
          </ul>
        </details>
      </Show>
    </div>
  );
}

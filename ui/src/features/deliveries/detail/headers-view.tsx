import { For, Show } from "solid-js";
import { text } from "~/text/index.ts";
import { maskHeader } from "./mask.ts";

export function HeadersView(props: { readonly headers: Readonly<Record<string, string>> }) {
  const entries = () => Object.entries(props.headers).sort(([a], [b]) => a.localeCompare(b));
  return (
    <Show when={entries().length > 0}>
      <details class="min-w-0" open>
        <summary class="cursor-pointer text-xs font-medium text-soft">
          {text.deliveries.exchange.headers} ({entries().length})
        </summary>
        <dl class="mt-1.5 grid grid-cols-[minmax(0,10rem)_minmax(0,1fr)] gap-x-3 gap-y-0.5 font-mono text-xs">
          <For each={entries()}>
            {([name, value]) => (
              <>
                <dt class="break-all text-faint">{name}</dt>
                <dd class="break-all text-ink">{maskHeader(name, value)}</dd>
              </>
            )}
          </For>
        </dl>
      </details>
    </Show>
  );
}

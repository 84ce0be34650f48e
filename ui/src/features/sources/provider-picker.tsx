import { createMemo, For, Show } from "solid-js";
import { Button } from "~/components/button.tsx";
import { Empty } from "~/components/states.tsx";
import { SearchBox } from "~/features/connect/search-box.tsx";
import { text } from "~/text/index.ts";
import { findProviders } from "./find-providers.ts";
import { ProviderMark } from "./provider-mark.tsx";
import type { Connector } from "./source-queries.ts";

const words = text.sources.picker;

interface ProviderPickerProps {
  readonly connectors: readonly Connector[];
  readonly search: string;
  readonly onSearch: (search: string) => void;
  readonly onChoose: (id: string) => void;
}

/** Who sends? */
export function ProviderPicker(props: ProviderPickerProps) {
  const shown = createMemo(() => findProviders(props.connectors, props.search));
  return (
    <div class="flex flex-col gap-4">
      <div class="flex flex-wrap items-center gap-3">
        <SearchBox
          label={words.search}
          placeholder={words.placeholder}
          group={text.sources.group}
          value={props.search}
          onChange={props.onSearch}
        />
        <p role="status" class="text-xs text-faint">
          {words.count(shown().length, props.connectors.length)}
        </p>
      </div>
      <Show
        when={shown().length > 0}
        fallback={
          <Empty
            title={words.none}
            action={<Button onClick={() => props.onChoose("generic")}>{words.useGeneric}</Button>}
          >
            {words.noneText}
          </Empty>
        }
      >
        <ul aria-label={words.list} class="grid gap-2.5 sm:grid-cols-2 lg:grid-cols-3 xl:grid-cols-4">
          <For each={shown()}>
            {(connector) => (
              <li>
                <button
                  type="button"
                  class="flex h-full w-full items-start gap-3 rounded-xl border border-line bg-surface px-3.5 py-3 text-left shadow-card hover:border-accent hover:bg-raised"
                  onClick={() => props.onChoose(connector.id)}
                >
                  <ProviderMark name={connector.name} />
                  <span class="min-w-0">
                    <span class="block text-sm font-medium text-ink">{connector.name}</span>
                    <span class="mt-0.5 line-clamp-2 text-xs text-faint">{connector.description}</span>
                  </span>
                </button>
              </li>
            )}
          </For>
        </ul>
      </Show>
    </div>
  );
}

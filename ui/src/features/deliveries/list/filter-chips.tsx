import { X } from "lucide-solid";
import { For, Show } from "solid-js";
import { Button } from "~/components/button.tsx";
import { text } from "~/text/index.ts";
import { chipsOf } from "./filter-words.ts";
import type { FilterState } from "./use-filter.ts";

const words = text.deliveries.filter;

/** What the list is narrowed to, each with its way out. */
export function FilterChips(props: {
  readonly state: FilterState;
  readonly nameOf: (integrationId: string) => string;
}) {
  const chips = () => chipsOf(props.state.filter(), props.nameOf);
  return (
    <Show when={chips().length > 0}>
      <ul aria-label={words.active} class="flex flex-wrap items-center gap-1.5">
        <For each={chips()}>
          {(chip) => (
            <li class="inline-flex max-w-full items-center gap-1 rounded-full border border-line bg-surface py-0.5 pr-1 pl-2.5 text-xs text-soft">
              <span class="min-w-0 truncate">
                {chip.label}: <span class="font-medium text-ink">{chip.value}</span>
              </span>
              <button
                type="button"
                aria-label={words.remove(`${chip.label}: ${chip.value}`)}
                class="grid size-5 shrink-0 place-items-center rounded-full text-faint hover:bg-sunken hover:text-ink"
                onClick={() => props.state.change(chip.without)}
              >
                <X class="size-3" aria-hidden="true" />
              </button>
            </li>
          )}
        </For>
        <li>
          <Button size="small" look="quiet" onClick={() => props.state.clear()}>
            {words.clearAll}
          </Button>
        </li>
      </ul>
    </Show>
  );
}

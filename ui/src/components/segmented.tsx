import { ToggleGroup } from "@kobalte/core/toggle-group";
import { For } from "solid-js";
import type { Option } from "./select.tsx";

interface SegmentedProps<V extends string> {
  readonly label: string;
  readonly options: readonly Option<V>[];
  readonly value: V;
  readonly onChange: (value: V) => void;
}

/** One of two to five, all of them in sight: a range, a way to look at it. */
export function Segmented<V extends string>(props: SegmentedProps<V>) {
  return (
    <ToggleGroup
      aria-label={props.label}
      value={props.value}
      onChange={(value) => value !== null && props.onChange(value as V)}
      class="inline-flex max-w-full self-start rounded-md border border-line bg-sunken p-0.5"
    >
      <For each={props.options}>
        {(option) => (
          <ToggleGroup.Item
            value={option.value}
            class="rounded px-2.5 py-1 text-xs font-medium text-soft hover:text-ink data-[pressed]:bg-surface data-[pressed]:text-ink data-[pressed]:shadow-card dark:data-[pressed]:bg-line"
          >
            {option.label}
          </ToggleGroup.Item>
        )}
      </For>
    </ToggleGroup>
  );
}

import { ToggleGroup } from "@kobalte/core/toggle-group";
import { For, type JSX, Show } from "solid-js";
import type { Option } from "./select.tsx";

interface SegmentedProps<V extends string> {
  readonly label: string;
  readonly options: readonly Option<V>[];
  readonly value: V;
  readonly onChange: (value: V) => void;
  /** In a form: the label stands above it, as above a field. */
  readonly captioned?: boolean;
  readonly disabled?: boolean;
}

/** One of two to five, all of them in sight: a range, a way to look at it. */
export function Segmented<V extends string>(props: SegmentedProps<V>) {
  const group = (): JSX.Element => (
    <ToggleGroup
      aria-label={props.label}
      value={props.value}
      disabled={props.disabled === true}
      onChange={(value) => value !== null && props.onChange(value as V)}
      class="inline-flex max-w-full self-start rounded-md border border-line bg-sunken p-0.5"
    >
      <For each={props.options}>
        {(option) => (
          <ToggleGroup.Item
            value={option.value}
            class="rounded px-2.5 py-1 text-xs font-medium text-soft hover:text-ink data-[disabled]:opacity-55 data-[pressed]:bg-surface data-[pressed]:text-ink data-[pressed]:shadow-card dark:data-[pressed]:bg-line"
          >
            {option.label}
          </ToggleGroup.Item>
        )}
      </For>
    </ToggleGroup>
  );
  return (
    <Show when={props.captioned === true} fallback={group()}>
      <div class="flex flex-col gap-1.5">
        <span class="text-[13px] font-medium text-soft" aria-hidden="true">
          {props.label}
        </span>
        {group()}
      </div>
    </Show>
  );
}

import { Popover } from "@kobalte/core/popover";
import { ChevronDown } from "lucide-solid";
import { For, Show } from "solid-js";
import { text } from "~/text/index.ts";
import { Badge } from "./badge.tsx";
import { Button, buttonClass } from "./button.tsx";
import type { Option } from "./select.tsx";
import { Checkbox } from "./toggle.tsx";

interface FilterMenuProps<V extends string> {
  readonly label: string;
  readonly options: readonly Option<V>[];
  readonly values: readonly string[];
  readonly onChange: (values: readonly string[]) => void;
}

/** Any number of a few: a filter above a list. */
export function FilterMenu<V extends string>(props: FilterMenuProps<V>) {
  const toggle = (value: V, checked: boolean) => {
    const others = props.values.filter((other) => other !== value);
    props.onChange(checked ? [...others, value] : others);
  };
  return (
    <Popover gutter={6} placement="bottom-start">
      <Popover.Trigger class={buttonClass()}>
        {props.label}
        <Show when={props.values.length > 0}>
          <Badge tone="accent">{props.values.length}</Badge>
        </Show>
        <ChevronDown class="size-3.5 text-faint" aria-hidden="true" />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          data-kb-top-layer=""
          aria-label={props.label}
          class="z-60 max-h-96 min-w-52 overflow-y-auto rounded-lg border border-line bg-raised p-3 shadow-pop"
        >
          <div class="flex flex-col gap-2.5">
            <For each={props.options}>
              {(option) => (
                <Checkbox
                  label={option.label}
                  checked={props.values.includes(option.value)}
                  onChange={(checked) => toggle(option.value, checked)}
                />
              )}
            </For>
          </div>
          <Show when={props.values.length > 0}>
            <Button size="small" look="quiet" class="mt-3" onClick={() => props.onChange([])}>
              {text.shell.actions.clear}
            </Button>
          </Show>
        </Popover.Content>
      </Popover.Portal>
    </Popover>
  );
}

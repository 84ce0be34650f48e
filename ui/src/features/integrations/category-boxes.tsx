import { For, Show } from "solid-js";
import type { ErrorCategory } from "~/components/status/category-badge.tsx";
import { Checkbox } from "~/components/toggle.tsx";
import { text } from "~/text/index.ts";

const CATEGORIES = Object.keys(text.status.category) as ErrorCategory[];

/** Kinds of failures, any number of them. */
export function CategoryBoxes(props: {
  readonly label: string;
  readonly values: readonly ErrorCategory[];
  readonly onChange: (values: ErrorCategory[]) => void;
  readonly disabled: boolean;
  readonly error?: string | undefined;
}) {
  const toggle = (category: ErrorCategory, checked: boolean) =>
    props.onChange(
      checked ? [...props.values, category] : props.values.filter((other) => other !== category),
    );
  return (
    <fieldset class="flex flex-col gap-1.5">
      <legend class="mb-1 text-[13px] font-medium text-soft">{props.label}</legend>
      <div class="flex flex-wrap gap-x-4 gap-y-1.5">
        <For each={CATEGORIES}>
          {(category) => (
            <Checkbox
              label={text.status.category[category]}
              checked={props.values.includes(category)}
              onChange={(checked) => toggle(category, checked)}
              disabled={props.disabled}
            />
          )}
        </For>
      </div>
      <Show when={props.error}>{(error) => <p class="text-xs text-bad">{error()}</p>}</Show>
    </fieldset>
  );
}

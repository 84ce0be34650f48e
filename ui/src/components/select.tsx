import { Select as Kobalte } from "@kobalte/core/select";
import { Check, ChevronDown } from "lucide-solid";
import { Show } from "solid-js";
import { type FieldProps, labelClass, Required } from "./field.tsx";

export interface Option<V extends string> {
  readonly value: V;
  readonly label: string;
  readonly hint?: string;
}

interface SelectProps<V extends string> extends FieldProps {
  readonly options: readonly Option<V>[];
  readonly value: V;
  readonly onChange: (value: V) => void;
  readonly class?: string;
}

const TRIGGER =
  "flex h-8 w-full min-w-0 items-center justify-between gap-2 rounded-md border border-line-strong/60 bg-surface px-2.5 text-left text-sm text-ink hover:bg-sunken disabled:bg-sunken disabled:text-faint";

/** One of a few, chosen from a list. */
export function Select<V extends string>(props: SelectProps<V>) {
  const chosen = () => props.options.find(({ value }) => value === props.value);
  return (
    <Kobalte<Option<V>>
      class={`flex min-w-0 flex-col gap-1 ${props.class ?? ""}`}
      options={[...props.options]}
      // To Kobalte an empty text is no choice at all, and many a list begins with "any".
      optionValue={({ value }) => `=${value}`}
      optionTextValue="label"
      value={chosen() ?? null}
      // Kobalte tells of options that were made anew as of a choice: nobody chose.
      onChange={(option) => option !== null && option.value !== props.value && props.onChange(option.value)}
      disallowEmptySelection
      gutter={4}
      disabled={props.disabled === true}
      required={props.required === true}
      validationState={props.error === undefined ? "valid" : "invalid"}
      itemComponent={(item) => (
        <Kobalte.Item
          item={item.item}
          class="flex cursor-pointer items-center justify-between gap-4 rounded px-2 py-1.5 text-sm outline-none data-[highlighted]:bg-accent-soft data-[highlighted]:text-accent-ink"
        >
          <div class="min-w-0">
            <Kobalte.ItemLabel>{item.item.rawValue.label}</Kobalte.ItemLabel>
            <Show when={item.item.rawValue.hint}>
              {(hint) => <div class="text-xs text-faint">{hint()}</div>}
            </Show>
          </div>
          <Kobalte.ItemIndicator>
            <Check class="size-3.5" aria-hidden="true" />
          </Kobalte.ItemIndicator>
        </Kobalte.Item>
      )}
    >
      <Kobalte.Label class={labelClass(props.labelHidden)}>
        {props.label}
        <Required shown={props.required} />
      </Kobalte.Label>
      <Kobalte.Trigger class={TRIGGER}>
        {/* Its own part, so that the trigger is called by the label and by what is chosen. */}
        <Kobalte.Value<Option<V>> class="truncate">{(state) => state.selectedOption()?.label}</Kobalte.Value>
        <Kobalte.Icon>
          <ChevronDown class="size-3.5 text-faint" aria-hidden="true" />
        </Kobalte.Icon>
      </Kobalte.Trigger>
      <Show when={props.error === undefined && props.hint}>
        {(hint) => <Kobalte.Description class="text-xs text-faint">{hint()}</Kobalte.Description>}
      </Show>
      <Kobalte.ErrorMessage class="text-xs text-bad">{props.error}</Kobalte.ErrorMessage>
      <Kobalte.Portal>
        {/* On top of a dialog too: what is not marked so, a modal dialog hides from those who hear the page. */}
        <Kobalte.Content
          data-kb-top-layer=""
          class="z-60 max-h-80 overflow-auto rounded-lg border border-line bg-raised p-1 shadow-pop"
        >
          <Kobalte.Listbox class="outline-none" />
        </Kobalte.Content>
      </Kobalte.Portal>
    </Kobalte>
  );
}

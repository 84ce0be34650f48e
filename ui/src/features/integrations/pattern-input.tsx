import { Plus, X } from "lucide-solid";
import { createSignal, createUniqueId, For, Show } from "solid-js";
import { Button, IconButton } from "~/components/button.tsx";
import { INPUT_CLASS, Required } from "~/components/field.tsx";
import { text } from "~/text/index.ts";
import { useCatalogue } from "./use-catalogue.ts";

interface PatternInputProps {
  readonly values: readonly string[];
  readonly onChange: (values: readonly string[]) => void;
  readonly errors?: readonly { readonly pointer: string; readonly message: string }[];
  readonly disabled?: boolean;
  /** An integration that is called through the proxy need not take any. */
  readonly optional?: boolean;
}

const OFFERED = 6;

/** Event types and patterns, with what the catalogue has to offer. */
export function PatternInput(props: PatternInputProps) {
  const words = text.integrations.patterns;
  const id = createUniqueId();
  const { patterns } = useCatalogue();
  const [typed, setTyped] = createSignal("");
  let field: HTMLInputElement | undefined;

  const add = (pattern: string) => {
    const clean = pattern.trim();
    if (clean !== "" && !props.values.includes(clean)) props.onChange([...props.values, clean]);
    setTyped("");
  };
  const remove = (pattern: string) => {
    props.onChange(props.values.filter((value) => value !== pattern));
    field?.focus();
  };
  const rest = () => patterns().filter((pattern) => !props.values.includes(pattern));
  return (
    <div class="flex min-w-0 flex-col gap-1.5">
      <label for={id} class="text-[13px] font-medium text-soft">
        {words.label}
        <Required shown={props.optional !== true} />
      </label>
      <Show when={props.values.length > 0}>
        <ul class="flex flex-wrap gap-1.5" aria-label={words.chosen}>
          <For each={props.values}>
            {(value) => (
              <li class="inline-flex h-7 max-w-full items-center rounded-md border border-line bg-sunken pl-2 font-mono text-xs text-ink">
                <span class="truncate pr-2">{value}</span>
                <Show when={props.disabled !== true}>
                  <IconButton size="small" label={words.remove(value)} onClick={() => remove(value)}>
                    <X class="size-3.5" aria-hidden="true" />
                  </IconButton>
                </Show>
              </li>
            )}
          </For>
        </ul>
      </Show>
      <Show when={props.disabled !== true}>
        <div class="flex gap-2">
          <input
            ref={field}
            id={id}
            list={`${id}-offers`}
            class={`${INPUT_CLASS} h-8 font-mono text-[13px]`}
            placeholder={words.placeholder}
            value={typed()}
            aria-invalid={(props.errors?.length ?? 0) > 0}
            aria-describedby={`${id}-hint`}
            autocomplete="off"
            onInput={(event) => setTyped(event.currentTarget.value)}
            onBlur={() => add(typed())}
            onKeyDown={(event) => {
              if (event.key !== "Enter" && event.key !== ",") return;
              event.preventDefault();
              add(typed());
            }}
          />
          <datalist id={`${id}-offers`}>
            <For each={rest()}>{(pattern) => <option value={pattern} />}</For>
          </datalist>
          <Button onClick={() => add(typed())}>{words.add}</Button>
        </div>
        <Show when={rest().length > 0}>
          <ul class="flex flex-wrap items-center gap-1.5" aria-label={words.offers}>
            <For each={rest().slice(0, OFFERED)}>
              {(pattern) => (
                <li>
                  <button
                    type="button"
                    class="inline-flex items-center gap-1 rounded-md border border-dashed border-line-strong px-1.5 py-0.5 font-mono text-xs text-soft hover:border-accent hover:text-ink"
                    aria-label={words.addOne(pattern)}
                    onClick={() => add(pattern)}
                  >
                    <Plus class="size-3" aria-hidden="true" />
                    {pattern}
                  </button>
                </li>
              )}
            </For>
          </ul>
        </Show>
      </Show>
      <div id={`${id}-hint`} class="text-xs">
        <For
          each={props.errors ?? []}
          fallback={
            <Show when={props.disabled !== true}>
              <p class="text-faint">{words.hint}</p>
            </Show>
          }
        >
          {({ message, pointer }) => <p class="text-bad">{`${valueAt(props.values, pointer)}${message}`}</p>}
        </For>
      </div>
    </div>
  );
}

/** "/eventTypes/0" names the first of them. */
function valueAt(values: readonly string[], pointer: string): string {
  const value = values[Number(pointer.split("/").at(-1))];
  return value === undefined ? "" : `${value}: `;
}

import { Popover } from "@kobalte/core/popover";
import { Check, ChevronDown } from "lucide-solid";
import { createSignal, For, Show } from "solid-js";
import { Button, buttonClass } from "~/components/button.tsx";
import { TextInput } from "~/components/field.tsx";
import type { Option } from "~/components/select.tsx";
import { text } from "~/text/index.ts";

interface PickMenuProps {
  readonly label: string;
  readonly options: readonly Option<string>[];
  readonly value: string | null;
  readonly onPick: (value: string | null) => void;
  /** What can be typed in place of a choice; the options are searched by it as well. */
  readonly typed?: {
    readonly placeholder: string;
    /** What is wrong with it as a value of its own; null when nothing is. */
    readonly check?: (value: string) => string | null;
    /** Only to search by: what is not among the options is no value. */
    readonly onlyOptions?: boolean;
  };
}

const MOST_SHOWN = 50;

/** One value of a filter: chosen from a list, or typed where a list cannot have them all. */
export function PickMenu(props: PickMenuProps) {
  const [isOpen, setOpen] = createSignal(false);
  const [typed, setTyped] = createSignal("");
  const pick = (value: string | null) => {
    setOpen(false);
    setTyped("");
    props.onPick(value);
  };
  const fitting = () => {
    const wanted = typed().trim().toLowerCase();
    return props.options
      .filter(({ value, label }) => `${label} ${value}`.toLowerCase().includes(wanted))
      .slice(0, MOST_SHOWN);
  };
  const problem = () => (typed().trim() === "" ? null : (props.typed?.check?.(typed().trim()) ?? null));
  const submit = () => {
    const value = typed().trim();
    const [first] = fitting();
    if (value === "" || problem() !== null) return;
    if (props.typed?.onlyOptions !== true) pick(value);
    else if (first !== undefined) pick(first.value);
  };
  return (
    <Popover gutter={6} placement="bottom-start" open={isOpen()} onOpenChange={setOpen}>
      <Popover.Trigger class={`${buttonClass()} ${props.value === null ? "" : "!border-accent"}`}>
        {props.label}
        <ChevronDown class="size-3.5 text-faint" aria-hidden="true" />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          aria-label={props.label}
          class="z-60 flex max-h-96 w-64 max-w-[calc(100vw-2rem)] flex-col gap-2 rounded-lg border border-line bg-raised p-2 shadow-pop"
        >
          <Show when={props.typed}>
            {(field) => (
              <form
                class="flex items-start gap-1.5 p-1"
                onSubmit={(event) => {
                  event.preventDefault();
                  submit();
                }}
              >
                <TextInput
                  class="min-w-0 flex-1"
                  label={text.deliveries.filter.find(props.label)}
                  labelHidden
                  value={typed()}
                  onInput={setTyped}
                  placeholder={field().placeholder}
                  error={problem() ?? undefined}
                />
                <Show when={field().onlyOptions !== true}>
                  <Button type="submit" disabled={typed().trim() === "" || problem() !== null}>
                    {text.deliveries.filter.use}
                  </Button>
                </Show>
              </form>
            )}
          </Show>
          <div class="flex min-h-0 flex-col overflow-y-auto">
            <Choice
              label={text.deliveries.filter.any}
              chosen={props.value === null}
              onPick={() => pick(null)}
            />
            <For each={fitting()}>
              {(option) => (
                <Choice
                  label={option.label}
                  chosen={props.value === option.value}
                  onPick={() => pick(option.value)}
                />
              )}
            </For>
          </div>
        </Popover.Content>
      </Popover.Portal>
    </Popover>
  );
}

export function Choice(props: {
  readonly label: string;
  readonly chosen: boolean;
  readonly onPick: () => void;
}) {
  return (
    <button
      type="button"
      aria-pressed={props.chosen}
      onClick={props.onPick}
      class="flex items-center justify-between gap-3 rounded px-2 py-1.5 text-left text-sm text-ink hover:bg-accent-soft focus-visible:-outline-offset-2"
    >
      <span class="min-w-0 truncate">{props.label}</span>
      <Show when={props.chosen}>
        <Check class="size-3.5 shrink-0" aria-hidden="true" />
      </Show>
    </button>
  );
}

import { createSignal, createUniqueId, For, onCleanup, Show } from "solid-js";
import { INPUT_CLASS, labelClass } from "~/components/field.tsx";
import type { Suggestion, Suggestions } from "./suggest.ts";

interface SuggestInputProps {
  readonly label: string;
  readonly labelHidden?: boolean;
  readonly value: string;
  readonly onInput: (value: string) => void;
  /** What could stand at the caret; null for nothing. */
  readonly suggest: (value: string, caret: number) => Suggestions | null;
  readonly hint?: string | undefined;
  readonly error?: string | undefined;
  readonly placeholder?: string;
  readonly disabled?: boolean;
  readonly onFocus?: () => void;
  readonly class?: string;
}

/** A line of text that knows the names which may stand in it. Arrow keys choose, Enter takes, Escape closes, Tab leaves. */
export function SuggestInput(props: SuggestInputProps) {
  const id = createUniqueId();
  let input: HTMLInputElement | undefined;
  const [found, setFound] = createSignal<Suggestions | null>(null);
  const [active, setActive] = createSignal(-1);
  const options = () => found()?.options ?? [];
  const close = () => {
    setFound(null);
    setActive(-1);
  };
  const look = () => {
    if (input === undefined) return;
    const next = props.suggest(input.value, input.selectionStart ?? input.value.length);
    const typed = next === null ? "" : input.value.slice(next.from, input.selectionStart ?? 0);
    // The name is complete: a list of it alone only covers what is below.
    const isDone = next?.options.length === 1 && next.options[0]?.insert === typed;
    setFound(isDone ? null : next);
    setActive(-1);
  };
  const take = (option: Suggestion) => {
    const from = found()?.from;
    if (input === undefined || from === undefined) return;
    const caret = input.selectionStart ?? input.value.length;
    const value = input.value.slice(0, from) + option.insert + input.value.slice(caret);
    props.onInput(value);
    close();
    const at = from + option.insert.length;
    queueMicrotask(() => {
      input?.focus();
      input?.setSelectionRange(at, at);
    });
  };
  const move = (by: number) => {
    const count = options().length;
    setActive((at) => (at + by + count + (at === -1 && by < 0 ? 1 : 0)) % count);
    document.getElementById(`${id}-${active()}`)?.scrollIntoView({ block: "nearest" });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const option = options()[active()];
    if (event.key === "ArrowDown" && !event.altKey) {
      event.preventDefault();
      if (options().length === 0) look();
      else move(1);
    } else if (event.key === "ArrowUp" && !event.altKey && options().length > 0) {
      event.preventDefault();
      move(-1);
    } else if (event.key === "Enter" && option !== undefined) {
      event.preventDefault();
      take(option);
    } else if (event.key === "Escape" && options().length > 0) {
      event.preventDefault();
      event.stopPropagation();
      close();
    }
  };
  onCleanup(close);
  return (
    <div class={`relative flex min-w-0 flex-col gap-1 ${props.class ?? ""}`}>
      <label for={id} class={labelClass(props.labelHidden)}>
        {props.label}
      </label>
      <input
        ref={input}
        id={id}
        role="combobox"
        type="text"
        autocomplete="off"
        spellcheck={false}
        aria-autocomplete="list"
        aria-expanded={options().length > 0}
        aria-controls={`${id}-list`}
        aria-activedescendant={active() === -1 ? undefined : `${id}-${active()}`}
        aria-invalid={props.error !== undefined}
        aria-describedby={props.error !== undefined || props.hint !== undefined ? `${id}-note` : undefined}
        class={`${INPUT_CLASS} h-8 font-mono text-[13px]`}
        value={props.value}
        placeholder={props.placeholder ?? ""}
        disabled={props.disabled === true}
        onInput={(event) => {
          props.onInput(event.currentTarget.value);
          look();
        }}
        onFocus={() => props.onFocus?.()}
        onKeyDown={onKeyDown}
        onBlur={close}
      />
      <Show when={options().length > 0}>
        <div
          id={`${id}-list`}
          role="listbox"
          aria-label={props.label}
          class="absolute top-full left-0 z-60 mt-1 max-h-64 w-max max-w-[min(32rem,80vw)] min-w-full overflow-y-auto rounded-lg border border-line bg-raised p-1 shadow-pop"
        >
          <For each={options()}>
            {(option, index) => (
              <div
                id={`${id}-${index()}`}
                role="option"
                aria-selected={active() === index()}
                class="flex cursor-pointer items-baseline justify-between gap-4 rounded px-2 py-1 hover:bg-sunken aria-selected:bg-accent-soft"
                onPointerDown={(event) => {
                  // The field keeps the focus; a blur would close the list before the click.
                  event.preventDefault();
                  take(option);
                }}
              >
                <span class="font-mono text-xs text-ink">{option.label}</span>
                <span class="min-w-0 truncate text-xs text-faint">{option.detail}</span>
              </div>
            )}
          </For>
        </div>
      </Show>
      <Show when={props.error ?? props.hint}>
        {(note) => (
          <p
            id={`${id}-note`}
            class={props.error === undefined ? "text-xs text-faint" : "text-xs break-words text-bad"}
          >
            {note()}
          </p>
        )}
      </Show>
    </div>
  );
}

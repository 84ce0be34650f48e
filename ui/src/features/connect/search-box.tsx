import { Search } from "lucide-solid";
import { createEffect, createSignal, on, onCleanup } from "solid-js";
import { INPUT_CLASS } from "~/components/field.tsx";
import { useShortcuts } from "~/primitives/shortcuts.ts";

interface SearchBoxProps {
  readonly label: string;
  readonly placeholder: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** The key sheet's heading for "/". */
  readonly group: string;
  /** For searches that ask the gateway: it is told when the typing pauses. */
  readonly pauseMs?: number;
}

/** Narrows a list while one types. "/" leads to it from anywhere on the page. */
export function SearchBox(props: SearchBoxProps) {
  let input: HTMLInputElement | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const [typed, setTyped] = createSignal(props.value);
  createEffect(
    on(
      () => props.value,
      (value) => {
        if (timer === undefined) setTyped(value);
      },
      { defer: true },
    ),
  );
  onCleanup(() => clearTimeout(timer));
  useShortcuts([{ keys: "/", label: props.label, group: props.group, run: () => input?.focus() }]);
  const type = (value: string) => {
    setTyped(value);
    clearTimeout(timer);
    timer = undefined;
    if (props.pauseMs === undefined) return props.onChange(value);
    timer = setTimeout(() => {
      timer = undefined;
      props.onChange(value);
    }, props.pauseMs);
  };
  return (
    <div class="relative min-w-0 flex-1 sm:max-w-80">
      <Search class="pointer-events-none absolute top-2 left-2.5 size-4 text-faint" aria-hidden="true" />
      <input
        ref={input}
        type="search"
        aria-label={props.label}
        placeholder={props.placeholder}
        value={typed()}
        onInput={(event) => type(event.currentTarget.value)}
        class={`${INPUT_CLASS} h-8 pl-8`}
      />
    </div>
  );
}

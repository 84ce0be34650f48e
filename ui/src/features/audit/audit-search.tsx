import { Search } from "lucide-solid";
import { createEffect, createSignal, on, onCleanup } from "solid-js";
import { TextInput } from "~/components/field.tsx";
import { useShortcuts } from "~/primitives/shortcuts.ts";
import { text } from "~/text/index.ts";

const words = text.audit;
/** So long nothing is asked: whoever types has not finished. */
const TYPING_MS = 300;

export function AuditSearch(props: {
  readonly value: string | null;
  readonly onChange: (value: string | null) => void;
}) {
  let box: HTMLDivElement | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const [typed, setTyped] = createSignal(props.value ?? "");
  onCleanup(() => clearTimeout(timer));
  // The address changed by other means: a chip that was removed, the back button.
  createEffect(
    on(
      () => props.value,
      (value) => typed().trim() !== (value ?? "") && setTyped(value ?? ""),
      { defer: true },
    ),
  );
  useShortcuts([
    {
      keys: "/",
      label: words.keys.search,
      group: words.keys.group,
      run: () => box?.querySelector("input")?.focus(),
    },
  ]);
  return (
    <div ref={box} class="relative min-w-0 flex-1 basis-56 sm:max-w-80">
      <Search class="pointer-events-none absolute top-2 left-2.5 z-1 size-4 text-faint" aria-hidden="true" />
      <TextInput
        label={words.filter.search}
        labelHidden
        type="search"
        class="[&_input]:pl-8"
        value={typed()}
        placeholder={words.filter.searchPlaceholder}
        onInput={(value) => {
          setTyped(value);
          clearTimeout(timer);
          timer = setTimeout(() => props.onChange(value.trim() === "" ? null : value.trim()), TYPING_MS);
        }}
      />
    </div>
  );
}

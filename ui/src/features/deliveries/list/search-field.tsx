import { createEffect, createSignal, on, onCleanup } from "solid-js";
import { TextInput } from "~/components/field.tsx";
import { useShortcuts } from "~/primitives/shortcuts.ts";
import { text } from "~/text/index.ts";

/** So long nothing is asked: whoever types has not finished. */
const TYPING_MS = 300;

export function SearchField(props: {
  readonly value: string | null;
  readonly onChange: (value: string | null) => void;
}) {
  let box: HTMLDivElement | undefined;
  const [typed, setTyped] = createSignal(props.value ?? "");
  let timer: ReturnType<typeof setTimeout> | undefined;
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
      label: text.deliveries.keys.search,
      group: text.deliveries.keys.group,
      run: () => box?.querySelector("input")?.focus(),
    },
  ]);
  return (
    <div ref={box} class="min-w-0 flex-1 basis-56 sm:max-w-80">
      <TextInput
        label={text.deliveries.filter.text}
        labelHidden
        type="search"
        value={typed()}
        placeholder={text.deliveries.filter.textPlaceholder}
        onInput={(value) => {
          setTyped(value);
          clearTimeout(timer);
          timer = setTimeout(() => props.onChange(value.trim() === "" ? null : value.trim()), TYPING_MS);
        }}
      />
    </div>
  );
}

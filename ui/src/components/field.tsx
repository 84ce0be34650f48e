import { TextField } from "@kobalte/core/text-field";
import { Search } from "lucide-solid";
import { type JSX, onMount, Show, splitProps } from "solid-js";

/** What every field of a form has: a label, what to write there, and what is wrong with what was written. */
export interface FieldProps {
  readonly label: string;
  readonly hint?: string | undefined;
  /** Shown in place of the hint; the field is then marked as wrong. */
  readonly error?: string | undefined;
  readonly required?: boolean;
  readonly disabled?: boolean;
  /** The label is read aloud and not drawn: for fields whose place says what they are. */
  readonly labelHidden?: boolean;
}

export const INPUT_CLASS =
  "w-full rounded-md border border-line-strong/60 bg-surface px-2.5 text-sm text-ink placeholder:text-faint disabled:bg-sunken disabled:text-faint aria-invalid:border-bad data-[invalid]:border-bad focus-visible:outline-offset-0";

interface TextInputProps extends FieldProps {
  readonly value: string;
  readonly onInput: (value: string) => void;
  readonly type?: "text" | "email" | "password" | "url" | "search" | "number" | "datetime-local";
  readonly name?: string;
  readonly placeholder?: string;
  readonly autocomplete?: string;
  readonly autofocus?: boolean;
  readonly mono?: boolean;
  /** Lines; more than one makes it a text area. */
  readonly rows?: number;
  readonly min?: number;
  readonly max?: number;
  readonly class?: string;
  readonly onBlur?: () => void;
}

export function TextInput(props: TextInputProps) {
  const [own, input] = splitProps(
    props,
    [
      "label",
      "hint",
      "error",
      "required",
      "disabled",
      "labelHidden",
      "value",
      "onInput",
      "mono",
      "rows",
      "class",
      "name",
    ],
    ["type", "placeholder", "autocomplete", "autofocus", "min", "max", "onBlur"],
  );
  let box: HTMLDivElement | undefined;
  // The attribute alone works once per document, not for a view or a dialog that comes later.
  onMount(() => input.autofocus === true && box?.querySelector("input")?.focus({ preventScroll: true }));
  const look = () => `${INPUT_CLASS} ${own.mono === true ? "font-mono text-[13px]" : ""}`;
  // What one searches with looks the same everywhere, and says so by its sign.
  const Line = () => (
    <Show when={input.type === "search"} fallback={<TextField.Input class={`${look()} h-8`} {...input} />}>
      <div class="relative">
        <Search class="pointer-events-none absolute top-2 left-2.5 size-4 text-faint" aria-hidden="true" />
        <TextField.Input class={`${look()} h-8 pl-8`} {...input} />
      </div>
    </Show>
  );
  return (
    <TextField
      ref={box}
      class={`flex flex-col gap-1 ${own.class ?? ""}`}
      value={own.value}
      onChange={own.onInput}
      validationState={own.error === undefined ? "valid" : "invalid"}
      required={own.required === true}
      disabled={own.disabled === true}
      {...(own.name === undefined ? {} : { name: own.name })}
    >
      <TextField.Label class={labelClass(own.labelHidden)}>
        {own.label}
        <Required shown={own.required} />
      </TextField.Label>
      <Show when={(own.rows ?? 1) > 1} fallback={<Line />}>
        <TextField.TextArea
          class={`${look()} py-1.5`}
          rows={own.rows ?? 4}
          placeholder={input.placeholder}
          onBlur={() => input.onBlur?.()}
        />
      </Show>
      <Show when={own.error === undefined && own.hint}>
        {(hint) => <TextField.Description class="text-xs text-faint">{hint()}</TextField.Description>}
      </Show>
      <TextField.ErrorMessage class="text-xs text-bad">{own.error}</TextField.ErrorMessage>
    </TextField>
  );
}

export function labelClass(hidden: boolean | undefined): string {
  return hidden === true ? "sr-only" : "text-[13px] font-medium text-soft";
}

export function Required(props: { readonly shown: boolean | undefined }) {
  return (
    <Show when={props.shown === true}>
      <span class="text-bad" aria-hidden="true">
        {" "}
        *
      </span>
    </Show>
  );
}

/** Fields that belong together, with a heading of their own. */
export function FieldSet(props: {
  readonly legend: string;
  readonly hint?: string;
  readonly children: JSX.Element;
}) {
  return (
    <fieldset class="flex min-w-0 flex-col gap-3">
      <legend class="mb-2 text-sm font-semibold text-ink">{props.legend}</legend>
      <Show when={props.hint}>{(hint) => <p class="-mt-1 text-xs text-faint">{hint()}</p>}</Show>
      {props.children}
    </fieldset>
  );
}

import { createEffect, createSignal, on } from "solid-js";
import { type FieldProps, TextInput } from "~/components/field.tsx";

interface NumberInputProps extends FieldProps {
  readonly value: number;
  readonly onChange: (value: number) => void;
  readonly min?: number;
  readonly max?: number;
  readonly class?: string;
}

/** A number. What is no number yet (an emptied field, a lone minus) stays in the field and is not passed on. */
export function NumberInput(props: NumberInputProps) {
  const [typed, setTyped] = createSignal(String(props.value));
  createEffect(
    on(
      () => props.value,
      (value) => {
        if (Number(typed()) !== value || typed().trim() === "") setTyped(String(value));
      },
      { defer: true },
    ),
  );
  const input = (value: string) => {
    setTyped(value);
    if (value.trim() !== "" && Number.isFinite(Number(value))) props.onChange(Number(value));
  };
  return (
    <TextInput
      label={props.label}
      hint={props.hint}
      required={props.required === true}
      error={props.error}
      disabled={props.disabled === true}
      class={props.class ?? ""}
      type="number"
      value={typed()}
      onInput={input}
      onBlur={() => typed().trim() === "" && setTyped(String(props.value))}
    />
  );
}

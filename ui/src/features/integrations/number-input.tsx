import { type FieldProps, TextInput } from "~/components/field.tsx";
import { text } from "~/text/index.ts";
import { createTypedValue } from "./typed-value.ts";

interface NumberInputProps extends FieldProps {
  readonly value: number;
  readonly onChange: (value: number) => void;
  readonly min?: number;
  readonly max?: number;
  readonly class?: string;
}

export function NumberInput(props: NumberInputProps) {
  const field = createTypedValue<number>({
    label: () => props.label,
    value: () => props.value,
    write: String,
    read: readNumber,
    wrong: () => text.integrations.number.wrong,
    onChange: (value) => props.onChange(value),
  });
  return (
    <TextInput
      label={props.label}
      hint={props.hint}
      required={props.required === true}
      error={field.error() ?? props.error}
      disabled={props.disabled === true}
      class={props.class ?? ""}
      type="number"
      value={field.typed()}
      onInput={field.input}
    />
  );
}

function readNumber(typed: string): number | null {
  return typed.trim() !== "" && Number.isFinite(Number(typed)) ? Number(typed) : null;
}

import { type FieldProps, TextInput } from "~/components/field.tsx";
import { text } from "~/text/index.ts";
import { inUnits } from "./duration-words.ts";
import { parseDurations, writeDuration } from "./parse-duration.ts";
import { createTypedValue } from "./typed-value.ts";

interface DurationsInputProps extends FieldProps {
  readonly value: readonly number[];
  readonly onChange: (ms: readonly number[]) => void;
  readonly class?: string;
}

/** "5 s, 5 min, 2 h": one wait for every retry. */
export function DurationsInput(props: DurationsInputProps) {
  const field = createTypedValue<readonly number[]>({
    label: () => props.label,
    value: () => props.value,
    write: (value) => value.map(writeDuration).join(", "),
    read: parseDurations,
    wrong: () => text.integrations.duration.wrongList,
    onChange: (ms) => props.onChange(ms),
  });
  return (
    <TextInput
      label={props.label}
      hint={props.hint}
      required={props.required === true}
      disabled={props.disabled === true}
      class={props.class ?? ""}
      value={field.typed()}
      onInput={field.input}
      onBlur={field.tidy}
      error={field.error() ?? (props.error && inUnits(props.error))}
    />
  );
}

import { type FieldProps, TextInput } from "~/components/field.tsx";
import { text } from "~/text/index.ts";
import { inUnits } from "./duration-words.ts";
import { parseDuration, writeDuration } from "./parse-duration.ts";
import { createTypedValue } from "./typed-value.ts";

interface DurationInputProps extends FieldProps {
  /** Milliseconds. */
  readonly value: number;
  readonly onChange: (ms: number) => void;
  readonly class?: string;
  /** Where it is, when its tab has another one of this label. */
  readonly section?: string;
}

/** "5 min", "1 h 30 min": milliseconds are for machines. */
export function DurationInput(props: DurationInputProps) {
  const field = createTypedValue<number>({
    label: () => (props.section === undefined ? props.label : `${props.section}, ${props.label}`),
    value: () => props.value,
    write: writeDuration,
    read: parseDuration,
    wrong: () => text.integrations.duration.wrong,
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
      error={field.error() ?? (props.error && inUnits(props.error))}
      onBlur={field.tidy}
    />
  );
}

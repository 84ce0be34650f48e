import { createEffect, createSignal, on } from "solid-js";
import { type FieldProps, TextInput } from "~/components/field.tsx";
import { text } from "~/text/index.ts";
import { parseDuration, writeDuration } from "./parse-duration.ts";

interface DurationInputProps extends FieldProps {
  /** Milliseconds. */
  readonly value: number;
  readonly onChange: (ms: number) => void;
  readonly class?: string;
}

/** "5 min", "1 h 30 min": milliseconds are for machines. What is no duration yet stays in the field, marked. */
export function DurationInput(props: DurationInputProps) {
  const [typed, setTyped] = createSignal(writeDuration(props.value));
  createEffect(
    on(
      () => props.value,
      (value) => {
        if (parseDuration(typed()) !== value) setTyped(writeDuration(value));
      },
      { defer: true },
    ),
  );
  const input = (value: string) => {
    setTyped(value);
    const ms = parseDuration(value);
    if (ms !== null) props.onChange(ms);
  };
  const wrong = () => (!isRead() ? text.integrations.duration.wrong : props.error);
  /** What cannot be read stays as it was typed, and holds the saving up. */
  const isRead = () => parseDuration(typed()) !== null;
  return (
    <TextInput
      label={props.label}
      hint={props.hint}
      required={props.required === true}
      disabled={props.disabled === true}
      class={props.class ?? ""}
      value={typed()}
      unread={!isRead()}
      onInput={input}
      error={wrong()}
      onBlur={() => isRead() && setTyped(writeDuration(props.value))}
    />
  );
}

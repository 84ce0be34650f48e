import { createEffect, createSignal, on } from "solid-js";
import { type FieldProps, TextInput } from "~/components/field.tsx";
import { text } from "~/text/index.ts";
import { sameJson } from "./draft-changes.ts";
import { parseDurations, writeDuration } from "./parse-duration.ts";

interface DurationsInputProps extends FieldProps {
  readonly value: readonly number[];
  readonly onChange: (ms: readonly number[]) => void;
  readonly class?: string;
}

/** "5 s, 5 min, 2 h": one wait for every retry. */
export function DurationsInput(props: DurationsInputProps) {
  const write = () => props.value.map(writeDuration).join(", ");
  const [typed, setTyped] = createSignal(write());
  createEffect(
    on(
      () => props.value,
      (value) => {
        if (!sameJson(parseDurations(typed()), value)) setTyped(write());
      },
      { defer: true },
    ),
  );
  const input = (written: string) => {
    setTyped(written);
    const parsed = parseDurations(written);
    if (parsed !== null) props.onChange(parsed);
  };
  /** What cannot be read stays as it was typed, and holds the saving up. */
  const isRead = () => parseDurations(typed()) !== null;
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
      onBlur={() => isRead() && setTyped(write())}
      error={!isRead() ? text.integrations.duration.wrongList : props.error}
    />
  );
}

import { createEffect, createSignal, on } from "solid-js";
import { type FieldProps, TextInput } from "~/components/field.tsx";
import { sameJson } from "./draft-changes.ts";

interface PathsInputProps extends FieldProps {
  readonly value: readonly string[];
  readonly onChange: (paths: string[]) => void;
}

/** Paths into an event, with commas between. */
export function PathsInput(props: PathsInputProps) {
  const [typed, setTyped] = createSignal(props.value.join(", "));
  createEffect(
    on(
      () => props.value,
      (value) => {
        if (!sameJson(pathsOf(typed()), value)) setTyped(value.join(", "));
      },
      { defer: true },
    ),
  );
  const input = (written: string) => {
    setTyped(written);
    props.onChange(pathsOf(written));
  };
  return (
    <TextInput
      label={props.label}
      hint={props.hint}
      required={props.required === true}
      error={props.error}
      disabled={props.disabled === true}
      mono
      value={typed()}
      onInput={input}
      placeholder="payload.id, type"
    />
  );
}

function pathsOf(written: string): string[] {
  return written
    .split(",")
    .map((path) => path.trim())
    .filter((path) => path !== "");
}

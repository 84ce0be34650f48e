import { createEffect, createSignal, on } from "solid-js";
import { type FieldProps, TextInput } from "~/components/field.tsx";
import { sameJson } from "../integrations/draft-changes.ts";
import { linesOf, whichLine } from "./lines.ts";

interface LinesInputProps extends Omit<FieldProps, "error"> {
  readonly values: readonly string[];
  readonly onChange: (values: string[]) => void;
  /** Pointers below the list: "/2" is its third. */
  readonly errors: readonly { readonly pointer: string; readonly message: string }[];
  readonly placeholder?: string;
}

/** A list of texts, one per line: a hundred of them can be pasted. */
export function LinesInput(props: LinesInputProps) {
  const [typed, setTyped] = createSignal(props.values.join("\n"));
  createEffect(
    on(
      () => props.values,
      (values) => {
        if (!sameJson(linesOf(typed()), values)) setTyped(values.join("\n"));
      },
      { defer: true },
    ),
  );
  const error = () =>
    props.errors.length === 0 ? undefined : props.errors.map((one) => whichLine(props.values, one)).join(" ");
  return (
    <TextInput
      label={props.label}
      hint={props.hint}
      labelHidden={props.labelHidden === true}
      disabled={props.disabled === true}
      error={error()}
      mono
      rows={Math.min(Math.max(props.values.length + 1, 3), 8)}
      value={typed()}
      onInput={(written) => {
        setTyped(written);
        props.onChange(linesOf(written));
      }}
      {...(props.placeholder === undefined ? {} : { placeholder: props.placeholder })}
    />
  );
}

import { createEffect, createSignal, on } from "solid-js";
import { text } from "~/text/index.ts";
import { type Pair, pairsOf, recordOf } from "../connect/pairs.ts";
import { PairsField } from "../connect/pairs-field.tsx";
import { sameJson } from "../integrations/draft-changes.ts";

interface RecordFieldProps {
  readonly legend: string;
  readonly hint: string;
  readonly name: string;
  readonly value: string;
  readonly record: Readonly<Record<string, string>>;
  readonly onChange: (record: Record<string, string>) => void;
  readonly errors: readonly { readonly message: string }[];
  readonly disabled: boolean;
}

/** Names with values. A row without a name stays on the page and is not passed on. */
export function RecordField(props: RecordFieldProps) {
  const [pairs, setPairs] = createSignal<readonly Pair[]>(pairsOf(props.record));
  createEffect(
    on(
      () => props.record,
      (record) => {
        if (!sameJson(recordOf(pairs()), record)) setPairs(pairsOf(record));
      },
      { defer: true },
    ),
  );
  return (
    <PairsField
      legend={props.legend}
      hint={props.hint}
      pairs={pairs()}
      onChange={(next) => {
        setPairs(next);
        props.onChange(recordOf(next));
      }}
      error={props.errors.length === 0 ? undefined : props.errors.map(({ message }) => message).join(" ")}
      words={{ ...text.proxy.pairs, name: props.name, value: props.value }}
      disabled={props.disabled}
    />
  );
}

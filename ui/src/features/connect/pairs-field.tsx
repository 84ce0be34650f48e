import { Plus, X } from "lucide-solid";
import { Index, Show } from "solid-js";
import { Button, IconButton } from "~/components/button.tsx";
import { INPUT_CLASS } from "~/components/field.tsx";
import type { Pair } from "./pairs.ts";

interface PairsFieldProps {
  readonly legend: string;
  readonly hint?: string | undefined;
  readonly error?: string | undefined;
  readonly pairs: readonly Pair[];
  readonly onChange: (pairs: readonly Pair[]) => void;
  readonly words: {
    readonly add: string;
    readonly remove: (name: string) => string;
    readonly name: string;
    readonly value: string;
  };
  readonly disabled?: boolean;
}

/** Names with values: labels, headers, parameters. */
export function PairsField(props: PairsFieldProps) {
  const change = (index: number, changed: Partial<Pair>) =>
    props.onChange(props.pairs.map((pair, at) => (at === index ? { ...pair, ...changed } : pair)));
  return (
    <fieldset class="flex min-w-0 flex-col gap-1.5" disabled={props.disabled === true}>
      <legend class="mb-1 text-[13px] font-medium text-soft">{props.legend}</legend>
      <Index each={props.pairs}>
        {(pair, index) => (
          <div class="flex items-center gap-1.5">
            <input
              aria-label={`${props.legend}: ${props.words.name} ${index + 1}`}
              class={`${INPUT_CLASS} h-8 font-mono text-[13px]`}
              placeholder={props.words.name}
              aria-invalid={props.error !== undefined}
              value={pair().name}
              onInput={(event) => change(index, { name: event.currentTarget.value })}
            />
            <input
              aria-label={`${props.legend}: ${props.words.value} ${index + 1}`}
              class={`${INPUT_CLASS} h-8 font-mono text-[13px]`}
              placeholder={props.words.value}
              aria-invalid={props.error !== undefined}
              value={pair().value}
              onInput={(event) => change(index, { value: event.currentTarget.value })}
            />
            <IconButton
              label={props.words.remove(pair().name)}
              onClick={() => props.onChange(props.pairs.filter((_, at) => at !== index))}
            >
              <X class="size-4" aria-hidden="true" />
            </IconButton>
          </div>
        )}
      </Index>
      <div>
        <Button
          size="small"
          disabled={props.disabled === true}
          onClick={() => props.onChange([...props.pairs, { name: "", value: "" }])}
        >
          <Plus class="size-3.5" aria-hidden="true" />
          {props.words.add}
        </Button>
      </div>
      <Show
        when={props.error}
        fallback={<Show when={props.hint}>{(hint) => <p class="text-xs text-faint">{hint()}</p>}</Show>}
      >
        {(error) => (
          <p role="alert" class="text-xs text-bad">
            {error()}
          </p>
        )}
      </Show>
    </fieldset>
  );
}

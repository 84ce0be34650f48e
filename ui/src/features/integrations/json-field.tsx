import type { Extension } from "@codemirror/state";
import { createEffect, createSignal, on, onCleanup, Show } from "solid-js";
import { CodeEditor } from "~/components/code/code-editor.tsx";
import { text } from "~/text/index.ts";
import { sameJson } from "./draft-changes.ts";
import type { IntegrationDraft } from "./use-integration-draft.tsx";

interface JsonFieldProps {
  readonly label: string;
  readonly hint?: string;
  readonly error?: string | undefined;
  readonly value: unknown;
  readonly onChange: (value: unknown) => void;
  readonly readOnly?: boolean;
  /** An emptied field means null. */
  readonly emptyIsNull?: boolean;
  readonly minHeightPx?: number;
  readonly maxHeightPx?: number;
  readonly placeholder?: string;
  /** Saving waits while this is no JSON, under this name. */
  readonly draft?: IntegrationDraft;
  readonly name: string;
  /** When what is typed says the same as the value, though it is written otherwise: it is then left as it is. */
  readonly isSame?: (typed: unknown, value: unknown) => boolean;
  /** Marks in the text. */
  readonly extensions?: readonly Extension[];
}

/** A value as JSON. What does not parse is kept here, said, and holds the saving up. */
export function JsonField(props: JsonFieldProps) {
  const written = () =>
    props.emptyIsNull === true && (props.value === null || props.value === undefined)
      ? ""
      : JSON.stringify(props.value, null, 2);
  const [typed, setTyped] = createSignal(written());
  const [isWrong, setWrong] = createSignal(false);
  const judge = (wrong: boolean) => {
    setWrong(wrong);
    props.draft?.block(props.name, wrong ? text.integrations.json.notJson(props.label) : null);
  };
  onCleanup(() => isWrong() && props.draft?.block(props.name, null));

  let seen = props.draft?.revision();
  createEffect(
    on(
      () => [props.value, props.draft?.revision()] as const,
      ([value, revision]) => {
        const wasDiscarded = revision !== seen;
        seen = revision;
        const read = parse(typed(), props.emptyIsNull === true);
        const isSame = props.isSame ?? sameJson;
        if (!wasDiscarded && read.ok && isSame(read.value, value)) return;
        setTyped(written());
        judge(false);
      },
      { defer: true },
    ),
  );
  const change = (value: string) => {
    setTyped(value);
    const read = parse(value, props.emptyIsNull === true);
    judge(!read.ok);
    if (read.ok) props.onChange(read.value);
  };
  return (
    <div class="flex min-w-0 flex-col gap-1">
      <span class="text-[13px] font-medium text-soft" aria-hidden="true">
        {props.label}
      </span>
      <CodeEditor
        label={props.label}
        language="json"
        value={typed()}
        onChange={change}
        readOnly={props.readOnly === true}
        minHeightPx={props.minHeightPx ?? 96}
        maxHeightPx={props.maxHeightPx ?? 420}
        extensions={props.extensions ?? []}
        // Where nothing can be typed an example looks like what is stored.
        {...(props.placeholder === undefined || props.readOnly === true
          ? {}
          : { placeholder: props.placeholder })}
      />
      <Show
        when={isWrong() ? text.integrations.json.notJson(props.label) : props.error}
        fallback={<Show when={props.hint}>{(hint) => <p class="text-xs text-faint">{hint()}</p>}</Show>}
      >
        {(wrong) => (
          <p class="text-xs text-bad" role="alert">
            {wrong()}
          </p>
        )}
      </Show>
    </div>
  );
}

function parse(written: string, emptyIsNull: boolean): { ok: true; value: unknown } | { ok: false } {
  if (emptyIsNull && written.trim() === "") return { ok: true, value: null };
  try {
    return { ok: true, value: JSON.parse(written) };
  } catch {
    return { ok: false };
  }
}

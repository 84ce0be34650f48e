import { createMemo, Show } from "solid-js";
import { useMay } from "~/api/account.ts";
import { CodeEditor } from "~/components/code/code-editor.tsx";
import { TextInput } from "~/components/field.tsx";
import { type Option, Select } from "~/components/select.tsx";
import { nowMs } from "~/primitives/clock.ts";
import { relativeTime } from "~/primitives/moments.ts";
import { text } from "~/text/index.ts";
import { readChoice, writeChoice } from "./sample-choice.ts";
import type { Sample } from "./use-sample.ts";

/** Which payload to work with: a past event, the catalogue's example of a type, or JSON of one's own. */
export function SamplePicker(props: { readonly sample: Sample; readonly class?: string }) {
  const words = text.editors.sample;
  const may = useMay();
  const options = createMemo((): readonly Option<string>[] => {
    const { events, examples, choice } = props.sample;
    const past = events().map(({ id, type, acceptedAt }) => ({
      value: id,
      label: words.event(type, relativeTime(Date.parse(acceptedAt), nowMs())),
      hint: id,
    }));
    const known = examples().map(({ name }) => ({
      value: writeChoice({ kind: "example", type: name }),
      label: words.example(name),
      hint: words.exampleHint,
    }));
    const all: Option<string>[] = [
      ...past,
      ...known,
      { value: writeChoice({ kind: "own" }), label: words.own, hint: words.ownHint },
    ];
    // An event that the address names and the list does not hold any more.
    const now = writeChoice(choice());
    return all.some(({ value }) => value === now) ? all : [{ value: now, label: now }, ...all];
  });
  return (
    <div class={`flex min-w-0 flex-col gap-2 ${props.class ?? ""}`}>
      <Select
        label={words.label}
        options={options()}
        value={writeChoice(props.sample.choice())}
        onChange={(value) => props.sample.choose(readChoice(value))}
        {...(may("deliveries:read") && may("events:read") ? {} : { hint: words.noEvents })}
      />
      <Show when={props.sample.isGone()}>
        <p role="status" class="text-xs text-warn">
          {words.gone}
        </p>
      </Show>
      <Show when={props.sample.choice().kind === "own"}>
        <OwnJson sample={props.sample} />
      </Show>
    </div>
  );
}

function OwnJson(props: { readonly sample: Sample }) {
  const words = text.editors.sample;
  return (
    <>
      <TextInput
        label={words.ownType}
        mono
        value={props.sample.own.type()}
        onInput={props.sample.own.setType}
      />
      <CodeEditor
        label={words.ownLabel}
        language="json"
        value={props.sample.own.text()}
        onChange={props.sample.own.setText}
        minHeightPx={120}
        maxHeightPx={280}
      />
      <Show when={props.sample.payloadText() === null}>
        <p role="status" class="text-xs text-bad">
          {words.noJson}
        </p>
      </Show>
    </>
  );
}

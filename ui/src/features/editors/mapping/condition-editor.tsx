import { Plus, X } from "lucide-solid";
import { createEffect, createSignal, Index, on, Show } from "solid-js";
import { Button, IconButton } from "~/components/button.tsx";
import { INPUT_CLASS, TextInput } from "~/components/field.tsx";
import { Select } from "~/components/select.tsx";
import { text } from "~/text/index.ts";
import type { Names } from "../names/names.ts";
import { suggestInExpression } from "../names/suggest.ts";
import { SuggestInput } from "../names/suggest-input.tsx";
import { type ConditionTest, OPERATORS, readTests, writeTests } from "./condition-tests.ts";

const OPTIONS = OPERATORS.map((value) => ({ value, label: text.editors.condition.operators[value] }));

/** When something holds: lines of which all must be true. What has no lines, such as `$or`, is edited as JSON. */
export function ConditionEditor(props: {
  readonly label: string;
  readonly names: Names;
  readonly condition: unknown;
  readonly readOnly: boolean;
  readonly onChange: (condition: unknown) => void;
}) {
  const words = text.editors.condition;
  const [tests, setTests] = createSignal(readTests(props.condition));
  let written = JSON.stringify(props.condition);
  // Only what comes from elsewhere is read again: two lines of one path must not melt into one while the second is typed.
  createEffect(
    on(
      () => props.condition,
      (condition) => {
        if (JSON.stringify(condition) === written) return;
        written = JSON.stringify(condition);
        setTests(readTests(condition));
      },
      { defer: true },
    ),
  );
  const write = (next: readonly ConditionTest[]) => {
    const condition = writeTests(next);
    written = JSON.stringify(condition);
    setTests(next);
    props.onChange(condition);
  };
  const put = (at: number, change: Partial<ConditionTest>) => {
    const now = tests();
    const test = now?.[at];
    if (now !== null && test !== undefined) write(now.with(at, { ...test, ...change }));
  };
  return (
    <div role="group" aria-label={props.label} class="flex min-w-0 flex-col gap-1.5">
      <Show when={tests()} fallback={<ConditionJson {...props} />}>
        {(all) => (
          <>
            <Index each={all()}>
              {(test, at) => (
                <div class="flex min-w-0 flex-wrap items-start gap-1.5">
                  <SuggestInput
                    class="flex-1 basis-36"
                    label={words.path}
                    labelHidden
                    value={test().path}
                    placeholder={words.pathHint}
                    disabled={props.readOnly}
                    suggest={(value, caret) => suggestInExpression(value.slice(0, caret), props.names)}
                    onInput={(path) => put(at, { path })}
                  />
                  <Select
                    class="w-32 shrink-0"
                    label={words.operator}
                    labelHidden
                    disabled={props.readOnly}
                    options={OPTIONS}
                    value={test().operator}
                    onChange={(operator) => put(at, { operator })}
                  />
                  <input
                    type="text"
                    class={`${INPUT_CLASS} h-8 !w-28 flex-1 font-mono text-[13px]`}
                    aria-label={words.value}
                    placeholder={words.valueHint}
                    value={test().value}
                    disabled={props.readOnly}
                    onInput={(event) => put(at, { value: event.currentTarget.value })}
                  />
                  <Show when={!props.readOnly}>
                    <IconButton
                      size="small"
                      label={words.remove}
                      onClick={() => write(all().toSpliced(at, 1))}
                    >
                      <X class="size-3.5" aria-hidden="true" />
                    </IconButton>
                  </Show>
                </div>
              )}
            </Index>
            <Show when={!props.readOnly}>
              <Button
                look="quiet"
                size="small"
                class="self-start"
                onClick={() => write([...all(), { path: "", operator: "$eq", value: "true" }])}
              >
                <Plus class="size-3.5" aria-hidden="true" />
                {words.add}
              </Button>
            </Show>
          </>
        )}
      </Show>
    </div>
  );
}

function ConditionJson(props: {
  readonly condition: unknown;
  readonly readOnly: boolean;
  readonly onChange: (condition: unknown) => void;
}) {
  const words = text.editors.condition;
  const [typed, setTyped] = createSignal(JSON.stringify(props.condition, null, 2));
  const [isWrong, setWrong] = createSignal(false);
  return (
    <TextInput
      label={words.json}
      mono
      rows={4}
      value={typed()}
      disabled={props.readOnly}
      hint={words.jsonHint}
      {...(isWrong() ? { error: words.noJson } : {})}
      onInput={(value) => {
        setTyped(value);
        try {
          props.onChange(JSON.parse(value));
          setWrong(false);
        } catch {
          setWrong(true);
        }
      }}
    />
  );
}

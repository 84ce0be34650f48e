import { createSignal, Show } from "solid-js";
import { useMay } from "~/api/account.ts";
import { answer, api } from "~/api/client.ts";
import { Button } from "~/components/button.tsx";
import { CodeEditor } from "~/components/code/code-editor.tsx";
import { CodeView } from "~/components/code/code-view.tsx";
import { TextInput } from "~/components/field.tsx";
import { Card } from "~/components/page.tsx";
import { ProblemNote } from "~/components/problem-note.tsx";
import { Select } from "~/components/select.tsx";
import { toast } from "~/components/toast.tsx";
import { bodyText, editorText, readJson } from "~/features/connect/json-text.ts";
import { Notice } from "~/features/connect/notice.tsx";
import { useAction } from "~/primitives/action.ts";
import { text } from "~/text/index.ts";
import { useRestore } from "./archive-event-type.tsx";
import { draftSchema } from "./draft-schema.ts";
import { type EventType, useCatalogueChanged } from "./event-type-queries.ts";
import { faultsBelow } from "./faults-below.ts";
import { type Check, Misfit } from "./payload-check.tsx";
import { isChanged, MODES, type TypeDraft, typeBody } from "./type-draft.ts";

const words = text.eventTypes.definition;
const { modes, modeHints } = text.eventTypes;

interface DefinitionTabProps {
  readonly type: EventType;
  readonly draft: TypeDraft;
  readonly onChange: (members: Partial<TypeDraft>) => void;
  readonly onReset: () => void;
}

/** What the type means, what its payload looks like, and how strictly that is taken. */
export function DefinitionTab(props: DefinitionTabProps) {
  const may = useMay();
  const changed = useCatalogueChanged();
  const restore = useRestore();
  const [check, setCheck] = createSignal<Check | null>(null);
  const canEdit = () => props.type.source === "own" && !props.type.archived && may("catalogue:manage");
  const schema = () => readJson(props.draft.schema);
  const example = () => readJson(props.draft.example);
  const isDirty = () => isChanged(props.type, props.draft);
  const save = useAction(async () => {
    const body = typeBody(props.draft) ?? "";
    await answer(
      api.PATCH("/api/v1/event-types/{name}", {
        params: { path: { name: props.type.name } },
        body: {},
        bodySerializer: () => body,
      }),
    );
    await changed();
    props.onReset();
    toast({ title: words.saved(props.type.name) });
  });
  const takeOver = useAction(() => restore(props.type));
  const checkExample = useAction(async () => {
    const [read, payload] = [schema(), example()];
    if (read.kind !== "json" || payload.kind !== "json") return;
    const mode = props.draft.mode === "OFF" ? "STRICT" : props.draft.mode;
    const body = bodyText({ mode }, { schema: read.text, payloads: `[${payload.text}]` });
    const { results } = await answer(
      api.POST("/api/v1/validation/check", {
        body: { schema: null, mode, payloads: [] },
        bodySerializer: () => body,
      }),
    );
    setCheck(results[0] ?? null);
  });
  // What was refused is about the schema as it was then.
  const schemaFaults = () => (isDirty() ? faultsBelow("/schema", save.problem()?.errors ?? []) : []);
  const edit = (members: Partial<TypeDraft>) => {
    setCheck(null);
    if ("schema" in members) save.clear();
    props.onChange(members);
  };
  return (
    <div class="flex flex-col gap-5">
      <Show when={props.type.archived || props.type.source === "template"}>
        <Notice
          tone={props.type.archived ? "warn" : "info"}
          action={
            <Show when={may("catalogue:manage")}>
              <Button size="small" busy={takeOver.busy()} onClick={() => void takeOver.run()}>
                {props.type.archived ? words.restore : words.makeOwn}
              </Button>
            </Show>
          }
        >
          {props.type.archived ? words.archived : words.template}
        </Notice>
        <ProblemNote problem={takeOver.problem()} />
      </Show>
      <Show when={canEdit()}>
        <Card>
          <div class="grid items-start gap-4 sm:grid-cols-2">
            <TextInput
              label={words.description}
              value={props.draft.description}
              onInput={(description) => edit({ description })}
              error={save.fieldError("/description")}
            />
            <Select
              label={words.mode}
              hint={modeHints[props.draft.mode]}
              options={MODES.map((value) => ({ value, label: modes[value] }))}
              value={props.draft.mode}
              onChange={(mode) => edit({ mode })}
              error={save.fieldError("/validation")}
            />
          </div>
        </Card>
      </Show>
      <div class="grid items-start gap-5 xl:grid-cols-2">
        <Card
          title={words.schema}
          actions={
            <Show when={canEdit() && schema().kind === "none" && example().kind === "json"}>
              <Button
                size="small"
                onClick={() => {
                  const read = example();
                  if (read.kind === "json") edit({ schema: editorText(draftSchema(read.value)) });
                }}
              >
                {words.fromExample}
              </Button>
            </Show>
          }
        >
          <Show
            when={canEdit()}
            fallback={<CodeView label={words.schema} value={props.draft.schema} emptyText={words.noSchema} />}
          >
            <CodeEditor
              label={words.schema}
              language="json"
              value={props.draft.schema}
              onChange={(next) => edit({ schema: next })}
              minHeightPx={280}
            />
            <FieldNote
              error={schema().kind === "broken" ? words.badSchema : undefined}
              hint={words.schemaHint}
            />
            <Show when={schemaFaults().length > 0}>
              <div class="mt-2">
                <Misfit tone="bad" title={words.notASchema} errors={schemaFaults()} />
              </div>
            </Show>
          </Show>
        </Card>
        <Card
          title={words.example}
          actions={
            <Show when={schema().kind === "json" && example().kind === "json" && may("catalogue:manage")}>
              <Button size="small" busy={checkExample.busy()} onClick={() => void checkExample.run()}>
                {words.check}
              </Button>
            </Show>
          }
        >
          <Show
            when={canEdit()}
            fallback={
              <CodeView label={words.example} value={props.draft.example} emptyText={words.noExample} />
            }
          >
            <CodeEditor
              label={words.example}
              language="json"
              value={props.draft.example}
              onChange={(next) => edit({ example: next })}
              minHeightPx={280}
            />
            <FieldNote
              error={example().kind === "broken" ? words.badExample : save.fieldError("/example")}
              hint={words.exampleHint}
            />
          </Show>
          <ProblemNote problem={checkExample.problem()} />
          <Show when={check()}>{(result) => <CheckResult check={result()} />}</Show>
        </Card>
      </div>
      <ProblemNote problem={save.problem()} />
      <Show when={canEdit()}>
        <div class="sticky bottom-0 -mx-1 flex flex-wrap items-center gap-2 border-t bg-page px-1 py-3">
          <Button
            look="primary"
            busy={save.busy()}
            disabled={!isDirty() || typeBody(props.draft) === null}
            onClick={() => void save.run()}
          >
            {words.save}
          </Button>
          <Button
            disabled={!isDirty()}
            onClick={() => {
              save.clear();
              setCheck(null);
              props.onReset();
            }}
          >
            {words.discard}
          </Button>
          <p role="status" class="text-sm text-faint">
            {isDirty() ? words.unsaved : ""}
          </p>
        </div>
      </Show>
    </div>
  );
}

function FieldNote(props: { readonly error: string | undefined; readonly hint: string }) {
  return (
    <p class={`mt-1.5 text-xs ${props.error === undefined ? "text-faint" : "text-bad"}`}>
      {props.error ?? props.hint}
    </p>
  );
}

function CheckResult(props: { readonly check: Check }) {
  return (
    <div class="mt-3">
      <Show
        when={!props.check.fits}
        fallback={
          <Notice tone="good">{props.check.changed === undefined ? words.fits : words.fitsChanged}</Notice>
        }
      >
        <Misfit tone="bad" title={words.doesNotFit} errors={props.check.errors} />
      </Show>
    </div>
  );
}

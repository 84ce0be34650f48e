import { createSignal, Show } from "solid-js";
import { useMay } from "~/api/account.ts";
import { answer, api } from "~/api/client.ts";
import { Button } from "~/components/button.tsx";
import { CodeEditor } from "~/components/code/code-editor.tsx";
import { TextInput } from "~/components/field.tsx";
import { Card } from "~/components/page.tsx";
import { ProblemNote } from "~/components/problem-note.tsx";
import { Select } from "~/components/select.tsx";
import { toast } from "~/components/toast.tsx";
import { bodyText, readJson } from "~/features/connect/json-text.ts";
import { useAction } from "~/primitives/action.ts";
import { text } from "~/text/index.ts";
import { DeleteTable } from "./delete-table.tsx";
import { type LookupTable, useTableChanges } from "./lookup-queries.ts";

const words = text.lookupTables.settings;
const KINDS = ["error", "default"] as const;

interface TableSettingsProps {
  readonly table: LookupTable;
  readonly onDeleted: () => void;
}

/** What it holds, and what a key that is not there becomes. */
export function TableSettings(props: TableSettingsProps) {
  const may = useMay();
  const changes = useTableChanges(() => props.table.name);
  const stored = () =>
    props.table.default === undefined ? "" : JSON.stringify(props.table.default, null, 2);
  const storedKind = (): (typeof KINDS)[number] => (props.table.default === undefined ? "error" : "default");
  const [description, setDescription] = createSignal(props.table.description);
  const [kind, setKind] = createSignal(storedKind());
  const [fallback, setFallback] = createSignal(stored());
  const isBroken = () => kind() === "default" && readJson(fallback()).kind !== "json";
  const isDirty = () =>
    description() !== props.table.description ||
    kind() !== storedKind() ||
    (kind() === "default" && fallback() !== stored());
  const reset = () => {
    save.clear();
    setDescription(props.table.description);
    setKind(storedKind());
    setFallback(stored());
  };
  const save = useAction(async () => {
    const members = { description: description() };
    const body =
      kind() === "error"
        ? bodyText({ ...members, noDefault: true }, {})
        : bodyText(members, { default: fallback() });
    await answer(
      api.PATCH("/api/v1/lookup-tables/{name}", {
        params: { path: { name: props.table.name } },
        body: {},
        bodySerializer: () => body,
      }),
    );
    await changes.table();
    toast({ title: words.saved });
    reset();
  });
  return (
    <div class="grid items-start gap-5 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
      <Card title={words.general}>
        <fieldset class="flex min-w-0 flex-col gap-4" disabled={!may("lookups:manage")}>
          <TextInput
            label={words.description}
            value={description()}
            onInput={setDescription}
            error={save.fieldError("/description")}
          />
          <Select
            label={words.missing}
            hint={words.missingHints[kind()]}
            options={KINDS.map((value) => ({ value, label: words.missingKinds[value] }))}
            value={kind()}
            onChange={setKind}
          />
          <Show when={kind() === "default"}>
            <div>
              <p class="mb-1 text-[13px] font-medium text-soft">{words.fallback}</p>
              <CodeEditor
                label={words.fallback}
                language="json"
                value={fallback()}
                onChange={setFallback}
                minHeightPx={80}
                maxHeightPx={240}
              />
              <p
                class={`mt-1 text-xs ${isBroken() || save.fieldError("/default") !== undefined ? "text-bad" : "text-faint"}`}
              >
                {isBroken() && fallback().trim() !== ""
                  ? words.badJson
                  : (save.fieldError("/default") ?? words.fallbackHint)}
              </p>
            </div>
          </Show>
          <ProblemNote problem={save.problem()} />
          <Show when={may("lookups:manage")}>
            <div class="flex gap-2">
              <Button
                look="primary"
                busy={save.busy()}
                disabled={!isDirty() || isBroken()}
                onClick={() => void save.run()}
              >
                {words.save}
              </Button>
              <Button disabled={!isDirty()} onClick={reset}>
                {words.discard}
              </Button>
            </div>
          </Show>
        </fieldset>
      </Card>
      <Show when={may("lookups:manage")}>
        <Card title={words.danger}>
          <p class="mb-3 text-sm text-soft">{words.dangerText}</p>
          <DeleteTable table={props.table} onDeleted={props.onDeleted} />
        </Card>
      </Show>
    </div>
  );
}

import { createEffect, createSignal, on, Show } from "solid-js";
import { answer, api } from "~/api/client.ts";
import { Button } from "~/components/button.tsx";
import { CodeEditor } from "~/components/code/code-editor.tsx";
import { prettyJson } from "~/components/code/pretty-json.ts";
import { Dialog } from "~/components/dialog.tsx";
import { TextInput } from "~/components/field.tsx";
import { ProblemNote } from "~/components/problem-note.tsx";
import { Segmented } from "~/components/segmented.tsx";
import { LoadingRows } from "~/components/states.tsx";
import { toast, toastProblem } from "~/components/toast.tsx";
import { bodyText, readJson } from "~/features/connect/json-text.ts";
import { useAction } from "~/primitives/action.ts";
import { text } from "~/text/index.ts";
import { type LookupTable, useTableChanges } from "./lookup-queries.ts";
import { readRow } from "./read-row.ts";

const words = text.lookupTables.row;

interface RowDialogProps {
  readonly table: LookupTable;
  /** Null: closed. Empty: a new row. */
  readonly editedKey: string | null;
  readonly onClose: () => void;
}

/** One row, new or as it is. */
export function RowDialog(props: RowDialogProps) {
  const changes = useTableChanges(() => props.table.name);
  const [key, setKey] = createSignal("");
  const [kind, setKind] = createSignal<"text" | "json">("text");
  const [value, setValue] = createSignal("");
  const [isLoading, setLoading] = createSignal(false);
  const isNew = () => props.editedKey === "";
  createEffect(
    on(
      () => props.editedKey,
      async (edited) => {
        save.clear();
        setKey(edited ?? "");
        setValue("");
        setKind(props.table.columns === null ? "text" : "json");
        if (edited === null || edited === "") return;
        setLoading(true);
        try {
          const json = await readRow(props.table.name, edited);
          const parsed: unknown = JSON.parse(json);
          setKind(typeof parsed === "string" ? "text" : "json");
          setValue(typeof parsed === "string" ? parsed : prettyJson(json));
        } catch (error) {
          toastProblem(error);
          props.onClose();
        } finally {
          setLoading(false);
        }
      },
    ),
  );
  const json = () => (kind() === "text" ? JSON.stringify(value()) : value());
  const isBroken = () => kind() === "json" && readJson(value()).kind !== "json";
  const save = useAction(async () => {
    const wasNew = isNew();
    const saved = await answer(
      api.PUT("/api/v1/lookup-tables/{name}/rows/{key}", {
        params: { path: { name: props.table.name, key: key() } },
        body: { value: null },
        bodySerializer: () => bodyText({}, { value: json() }),
      }),
    );
    // A new key has its place somewhere among pages that may not be here yet.
    if (wasNew) await changes.rows();
    else changes.row(saved.key, saved);
    toast({ title: text.lookupTables.rows.saved(saved.key) });
    props.onClose();
  });
  return (
    <Dialog
      open={props.editedKey !== null}
      onClose={props.onClose}
      title={isNew() ? words.addTitle : words.editTitle}
      description={words.text}
      width={kind() === "json" ? "wide" : "narrow"}
      footer={
        <>
          <Button onClick={props.onClose}>{text.shell.actions.cancel}</Button>
          <Button
            look="primary"
            type="submit"
            form="lookup-row"
            busy={save.busy()}
            disabled={key() === "" || isBroken() || isLoading()}
          >
            {words.save}
          </Button>
        </>
      }
    >
      <Show when={!isLoading()} fallback={<LoadingRows rows={3} />}>
        <form
          id="lookup-row"
          class="flex flex-col gap-4"
          onSubmit={(event) => {
            event.preventDefault();
            void save.run();
          }}
        >
          <TextInput
            label={words.key}
            {...(isNew() ? { hint: words.keyHint } : {})}
            mono
            required
            disabled={!isNew()}
            value={key()}
            onInput={setKey}
            error={save.fieldError("/key")}
          />
          <div class="flex flex-col gap-1.5">
            <span class="text-[13px] font-medium text-soft">{words.as}</span>
            <div>
              <Segmented
                label={words.as}
                options={(["text", "json"] as const).map((option) => ({
                  value: option,
                  label: words.kinds[option],
                }))}
                value={kind()}
                onChange={setKind}
              />
            </div>
          </div>
          <Show
            when={kind() === "json"}
            fallback={
              <TextInput
                label={words.value}
                value={value()}
                onInput={setValue}
                error={save.fieldError("/value")}
              />
            }
          >
            <div>
              <p class="mb-1 text-[13px] font-medium text-soft">{words.value}</p>
              <CodeEditor
                label={words.value}
                language="json"
                value={value()}
                onChange={setValue}
                maxHeightPx={320}
              />
              <p class="mt-1 text-xs text-bad">
                {isBroken() && value().trim() !== "" ? words.badJson : (save.fieldError("/value") ?? "")}
              </p>
            </div>
          </Show>
          <ProblemNote problem={save.problem()} />
        </form>
      </Show>
    </Dialog>
  );
}

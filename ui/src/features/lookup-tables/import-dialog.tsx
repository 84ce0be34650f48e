import { createMemo, createSignal, Show } from "solid-js";
import { answer, api } from "~/api/client.ts";
import { Button } from "~/components/button.tsx";
import { Dialog } from "~/components/dialog.tsx";
import { Progress } from "~/components/progress.tsx";
import { Select } from "~/components/select.tsx";
import { toast } from "~/components/toast.tsx";
import { useAction } from "~/primitives/action.ts";
import { bytes, count } from "~/primitives/numbers.ts";
import { text } from "~/text/index.ts";
import { CsvPreview } from "./csv-preview.tsx";
import { FileDrop } from "./file-drop.tsx";
import {
  DELIMITERS,
  type Delimiter,
  delimiterOf,
  FORMATS,
  type Format,
  formatOf,
  MEDIA_TYPES,
  previewCsv,
  problemsOf,
} from "./import-file.ts";
import { ImportProblems } from "./import-problems.tsx";
import { ImportWarnings } from "./import-warnings.tsx";
import { type LookupTable, useTableChanges } from "./lookup-queries.ts";

const words = text.lookupTables.import;
const MODES = ["replace", "merge"] as const;
const BEGIN_BYTES = 64 * 1024;

interface ImportDialogProps {
  readonly table: LookupTable;
  readonly open: boolean;
  readonly onClose: () => void;
}

/** A file, what it is, and what becomes of the rows that are there. */
export function ImportDialog(props: ImportDialogProps) {
  const changes = useTableChanges(() => props.table.name);
  const [file, setFile] = createSignal<File | null>(null);
  const [begin, setBegin] = createSignal("");
  const [format, setFormat] = createSignal<Format>("csv");
  const [delimiter, setDelimiter] = createSignal<Delimiter>(",");
  const [keyColumn, setKeyColumn] = createSignal("");
  const [mode, setMode] = createSignal<(typeof MODES)[number]>("replace");
  const preview = createMemo(() => (format() === "csv" ? previewCsv(begin(), delimiter()) : []));
  const header = () => (preview()[0] ?? []).map((cell) => cell.trim()).filter((cell) => cell !== "");
  const key = () => (header().includes(keyColumn()) ? keyColumn() : (header()[0] ?? ""));

  const choose = async (chosen: File) => {
    run.clear();
    const text = await chosen.slice(0, BEGIN_BYTES).text();
    setBegin(text);
    setFormat(formatOf(chosen.name, text));
    setDelimiter(delimiterOf(text));
    setFile(chosen);
  };
  const close = () => {
    // An import that runs goes on; closing would only hide how it ends.
    if (run.busy()) return;
    run.clear();
    setFile(null);
    setBegin("");
    props.onClose();
  };
  const run = useAction(async () => {
    const chosen = file();
    if (chosen === null) return;
    const column = key() === "" ? {} : { keyColumn: key() };
    const csv = format() === "csv" ? { delimiter: delimiter(), ...column } : {};
    const done = await answer(
      api.PUT("/api/v1/lookup-tables/{name}/content", {
        params: {
          path: { name: props.table.name },
          query: { mode: mode(), format: format(), ...csv },
        },
        headers: { "content-type": MEDIA_TYPES[format()] },
        body: "",
        bodySerializer: () => chosen,
      }),
    );
    await changes.rows();
    toast({
      title: words.done(count(done.read)),
      detail: words.result(count(done.added), count(done.changed), count(done.removed), done.repeated),
    });
    setFile(null);
    setBegin("");
    props.onClose();
  });
  return (
    <Dialog
      open={props.open}
      onClose={close}
      title={words.title}
      description={words.text}
      width="wide"
      footer={
        <>
          <Button onClick={close} disabled={run.busy()}>
            {text.shell.actions.cancel}
          </Button>
          <Button look="primary" busy={run.busy()} disabled={file() === null} onClick={() => void run.run()}>
            {words.submit}
          </Button>
        </>
      }
    >
      <div class="flex flex-col gap-4">
        <FileDrop file={file()} onFile={(chosen) => void choose(chosen)} disabled={run.busy()} />
        <Show when={file()}>
          {(chosen) => (
            <>
              <div class="grid gap-3 sm:grid-cols-3">
                <Select
                  label={words.format}
                  options={FORMATS.map((value) => ({ value, label: words.formats[value] }))}
                  value={format()}
                  onChange={setFormat}
                />
                <Show when={format() === "csv"}>
                  <Select
                    label={words.delimiter}
                    options={DELIMITERS.map((value) => ({ value, label: words.delimiters[value] }))}
                    value={delimiter()}
                    onChange={setDelimiter}
                  />
                  <Select
                    label={words.keyColumn}
                    options={header().map((value) => ({ value, label: value }))}
                    value={key()}
                    onChange={setKeyColumn}
                  />
                </Show>
              </div>
              <Show
                when={format() === "csv"}
                fallback={
                  <p class="text-sm text-soft">{words.shapes[format() === "json" ? "json" : "ndjson"]}</p>
                }
              >
                <CsvPreview rows={preview()} keyColumn={key()} />
                <ImportWarnings file={chosen()} delimiter={delimiter()} keyColumn={key()} />
              </Show>
              <Select
                label={words.mode}
                hint={
                  mode() === "replace"
                    ? words.replaceHint(props.table.rows === 0 ? null : count(props.table.rows))
                    : words.mergeHint
                }
                options={MODES.map((value) => ({ value, label: words.modes[value] }))}
                value={mode()}
                onChange={setMode}
              />
              <Show when={run.busy()}>
                <Progress label={words.busy(chosen().name, bytes(chosen().size))} done={0} total={null} />
              </Show>
              <Show when={run.problem()}>
                {(problem) => (
                  <ImportProblems
                    detail={problem().detail}
                    problems={problemsOf(problem().errors, format())}
                    file={chosen()}
                    format={format()}
                    delimiter={delimiter()}
                  />
                )}
              </Show>
            </>
          )}
        </Show>
      </div>
    </Dialog>
  );
}

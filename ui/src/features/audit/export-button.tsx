import { Download } from "lucide-solid";
import { createSignal, For, Show } from "solid-js";
import { Button } from "~/components/button.tsx";
import { Dialog } from "~/components/dialog.tsx";
import { ProblemNote } from "~/components/problem-note.tsx";
import { Select } from "~/components/select.tsx";
import { Checkbox } from "~/components/toggle.tsx";
import { useAction } from "~/primitives/action.ts";
import { useCommands } from "~/shell/palette-state.ts";
import { text } from "~/text/index.ts";
import { chipsOf } from "./audit-words.ts";
import { ExportList } from "./export-list.tsx";
import type { AuditFilterState } from "./use-audit.ts";
import { type ExportFormat, useExports } from "./use-exports.ts";

const words = text.audit.export;
const FORMATS: readonly ExportFormat[] = ["ndjson", "csv", "json"];

/** What the filters find as a file. Only for whoever may export. */
export function ExportButton(props: { readonly state: AuditFilterState }) {
  const [isOpen, setOpen] = createSignal(false);
  const [format, setFormat] = createSignal<ExportFormat>("ndjson");
  const [mark, setMark] = createSignal(false);
  const files = useExports(isOpen);
  const begin = useAction(() => files.begin(format(), format() === "csv" && mark(), props.state.query()));
  const chips = () => chipsOf(props.state.filter(), (id) => id);
  useCommands([{ id: "audit-export", label: words.title, run: () => setOpen(true) }]);
  return (
    <>
      <Button busy={files.isAwaited()} onClick={() => setOpen(true)}>
        <Download class="size-4" aria-hidden="true" />
        {words.action}
      </Button>
      <Dialog
        open={isOpen()}
        onClose={() => setOpen(false)}
        title={words.title}
        description={words.description}
        footer={
          <>
            <Button onClick={() => setOpen(false)}>{text.shell.actions.close}</Button>
            <Button look="primary" busy={begin.busy() || files.isAwaited()} onClick={() => void begin.run()}>
              {words.begin}
            </Button>
          </>
        }
      >
        <div class="flex flex-col gap-4">
          <div class="text-sm text-soft">
            {chips().length === 0 ? words.whole : words.filtered}
            <ul class="mt-1 flex flex-col">
              <For each={chips()}>
                {({ label, value }) => (
                  <li class="break-words">
                    {label}: <span class="font-medium text-ink">{value}</span>
                  </li>
                )}
              </For>
            </ul>
          </div>
          <Select
            label={words.format}
            options={FORMATS.map((value) => ({
              value,
              label: words.formats[value],
              hint: words.formatHints[value],
            }))}
            value={format()}
            onChange={setFormat}
          />
          <Show when={format() === "csv"}>
            <Checkbox label={words.mark} hint={words.markHint} checked={mark()} onChange={setMark} />
          </Show>
          <ProblemNote problem={begin.problem()} />
          <ExportList list={files.list} onDownload={(file) => void files.download(file)} />
        </div>
      </Dialog>
    </>
  );
}

import { Sparkles } from "lucide-solid";
import { createMemo, createSignal, For, Show } from "solid-js";
import { Button } from "~/components/button.tsx";
import { CodeEditor } from "~/components/code/code-editor.tsx";
import { Dialog } from "~/components/dialog.tsx";
import { Card } from "~/components/page.tsx";
import { toast } from "~/components/toast.tsx";
import { text } from "~/text/index.ts";
import { markPointers } from "../code/mark-faults.ts";
import { SamplePicker } from "../sample/sample-picker.tsx";
import type { Sample } from "../sample/use-sample.ts";
import { inferSchema } from "./infer-schema.ts";

interface SchemaCardProps {
  readonly value: string;
  readonly onChange: (schema: string) => void;
  readonly readOnly: boolean;
  readonly sample: Sample;
  /** From the schema's root. */
  readonly faults: readonly { readonly pointer: string; readonly message: string }[];
}

/** The schema itself, written by hand or begun from a payload. */
export function SchemaCard(props: SchemaCardProps) {
  const words = text.editors.validation;
  const [isAsked, setAsked] = createSignal(false);
  const marked = createMemo(() => [markPointers(props.faults)]);
  const generate = () => {
    const before = props.value;
    props.onChange(JSON.stringify(inferSchema(props.sample.payload()), null, 2));
    setAsked(false);
    const undo = { label: text.shell.actions.undo, run: () => props.onChange(before) };
    toast({ title: words.generated, ...(before.trim() === "" ? {} : { action: undo }) });
  };
  return (
    <Card
      title={words.schema}
      actions={
        <Show when={!props.readOnly}>
          <Button size="small" onClick={() => setAsked(true)}>
            <Sparkles class="size-3.5" aria-hidden="true" />
            {words.generate}
          </Button>
        </Show>
      }
    >
      <div class="flex min-w-0 flex-col gap-2">
        <CodeEditor
          label={words.schema}
          language="json"
          value={props.value}
          onChange={props.onChange}
          readOnly={props.readOnly}
          {...(props.readOnly ? {} : { placeholder: words.schemaHint })}
          extensions={marked()}
          minHeightPx={320}
          maxHeightPx={560}
        />
        <Show when={props.faults.length > 0}>
          <div role="alert">
            <ul class="flex flex-col gap-0.5 text-xs text-bad">
              <For each={props.faults}>
                {({ pointer, message }) => (
                  <li class="break-words">
                    <code>{pointer === "" ? "/" : pointer}</code> {message}
                  </li>
                )}
              </For>
            </ul>
          </div>
        </Show>
        <p class="text-xs text-faint">{words.schemaNote}</p>
      </div>
      <Dialog
        open={isAsked()}
        onClose={() => setAsked(false)}
        title={words.generateTitle}
        description={words.generateNote}
        footer={
          <>
            <Button onClick={() => setAsked(false)}>{text.shell.actions.cancel}</Button>
            <Button look="primary" disabled={props.sample.payload() === undefined} onClick={generate}>
              {words.generate}
            </Button>
          </>
        }
      >
        <SamplePicker sample={props.sample} />
      </Dialog>
    </Card>
  );
}

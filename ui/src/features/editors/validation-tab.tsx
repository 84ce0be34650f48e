import { createEffect, createMemo, createSignal, on, Show } from "solid-js";
import { asProblem } from "~/api/problem.ts";
import type { IntegrationTabProps } from "~/features/integrations/use-integration-draft.tsx";
import { text } from "~/text/index.ts";
import { useSample } from "./sample/use-sample.ts";
import { DropDialog } from "./validation/drop-dialog.tsx";
import { type Mode, ModeChoice } from "./validation/mode-choice.tsx";
import { RateCard } from "./validation/rate-card.tsx";
import { ReportCard } from "./validation/report-card.tsx";
import { SchemaCard } from "./validation/schema-card.tsx";
import { printed, readSchema, writtenSchema } from "./validation/written-schema.ts";

const POINTER = "/validation/schema";
const BLOCK = "validation";

/** What a payload must look like before it is delivered, and how real events would fare. */
export default function ValidationTab(props: IntegrationTabProps) {
  const words = text.editors.validation;
  const { schema, setSchema, wasDiscarded } = writtenSchema(props.draft);
  const sample = useSample(props.draft);
  const stored = () => props.draft.value().validation;
  const mode = (): Mode => stored()?.mode ?? "OFF";
  const parsed = createMemo(() => readSchema(schema()));
  const [isDropping, setDropping] = createSignal(false);
  const [refused, setRefused] = createSignal<readonly { pointer: string; message: string }[]>([]);

  const write = (next: Mode, written: string) => {
    const value = readSchema(written);
    if (next === "OFF") props.draft.set({ validation: null });
    else if (value !== null) props.draft.set({ validation: { mode: next, schema: value.value } });
    // Chosen already, though there is no schema yet: the bar says why it cannot be saved.
    else props.draft.set({ validation: { mode: next, schema: stored()?.schema ?? {} } });
  };
  const choose = (next: Mode) => {
    const kept = props.draft.record().validation;
    if (next === "OFF" && kept !== null) return setDropping(true);
    // Dropped a moment ago, and wanted again.
    if (schema().trim() === "" && kept !== null) setSchema(printed(kept.schema));
    write(next, schema());
  };
  const drop = () => {
    setDropping(false);
    setSchema("");
    write("OFF", "");
  };
  const type = (written: string) => {
    if (written === schema()) return;
    setSchema(written);
    setRefused([]);
    if (mode() !== "OFF") write(mode(), written);
  };
  // It stands when another tab is looked at: what was written is kept as well, and not saved.
  createEffect(() => {
    if (!props.draft.mayEdit()) return;
    if (mode() === "OFF") props.draft.block(BLOCK, schema().trim() === "" ? null : words.onlyWhileOn);
    else props.draft.block(BLOCK, parsed() === null ? words.noJson : null);
  });
  // What comes from elsewhere: taken from somebody else's change, or thrown away.
  createEffect(
    on(
      () => stored()?.schema,
      (value) => {
        const now = parsed();
        if (value === undefined || now === null) return;
        if (JSON.stringify(value) !== JSON.stringify(now.value)) setSchema(printed(value));
      },
      { defer: true },
    ),
  );
  createEffect(
    on(props.draft.revision, () => {
      if (wasDiscarded()) setSchema(printed(stored()?.schema));
    }),
  );
  const faults = createMemo(() => {
    const saved = props.draft
      .errorsUnder("/validation")
      .map(({ pointer, message }) => ({ pointer: below(pointer), message }));
    return [...saved, ...refused()];
  });
  const isLive = () => mode() !== "OFF" && !props.draft.isDirty("validation");
  return (
    <div class="flex min-w-0 flex-col gap-4">
      <ModeChoice value={mode()} onChange={choose} disabled={!props.draft.mayEdit()} />
      <div class="grid min-w-0 items-start gap-4 xl:grid-cols-2">
        <SchemaCard
          value={schema()}
          onChange={type}
          readOnly={!props.draft.mayEdit()}
          sample={sample}
          faults={faults()}
        />
        <Show when={props.draft.mayEdit()}>
          <ReportCard
            integrationId={props.draft.id}
            schema={parsed()}
            mode={mode()}
            isLive={isLive()}
            onRefused={(error) =>
              setRefused(
                asProblem(error).errors.map(({ pointer, message }) => ({
                  pointer: pointer.replace(/^\/schema/, ""),
                  message,
                })),
              )
            }
          />
        </Show>
      </div>
      <RateCard integrationId={props.draft.id} />
      <DropDialog
        open={isDropping()}
        onClose={() => setDropping(false)}
        onKeep={() => {
          setDropping(false);
          write("LAX", schema());
        }}
        onDrop={drop}
      />
    </div>
  );
}

function below(pointer: string): string {
  return pointer.startsWith(POINTER) ? pointer.slice(POINTER.length) : "";
}

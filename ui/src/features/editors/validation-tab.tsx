import { createEffect, createMemo, createSignal, on, onCleanup, Show } from "solid-js";
import { asProblem } from "~/api/problem.ts";
import type { IntegrationTabProps } from "~/features/integrations/use-integration-draft.tsx";
import { text } from "~/text/index.ts";
import { perDraft } from "./per-draft.ts";
import { useSample } from "./sample/use-sample.ts";
import { type Mode, ModeChoice } from "./validation/mode-choice.tsx";
import { RateCard } from "./validation/rate-card.tsx";
import { ReportCard } from "./validation/report-card.tsx";
import { SchemaCard } from "./validation/schema-card.tsx";

const POINTER = "/validation/schema";
const BLOCK = "validation";

/** A schema that is not switched on is nobody's setting: it is written and tried here, and kept as long as the page. */
const writtenSchema = perDraft((draft) => {
  const [schema, setSchema] = createSignal(printed(draft.value().validation?.schema));
  return { schema, setSchema };
});

/** What a payload must look like before it is delivered, and how real events would fare. */
export default function ValidationTab(props: IntegrationTabProps) {
  const words = text.editors.validation;
  const { schema, setSchema } = writtenSchema(props.draft);
  const sample = useSample(props.draft);
  const stored = () => props.draft.value().validation;
  const mode = (): Mode => stored()?.mode ?? "OFF";
  const parsed = createMemo(() => readSchema(schema()));
  const [refused, setRefused] = createSignal<readonly { pointer: string; message: string }[]>([]);

  const write = (next: Mode, written: string) => {
    const value = readSchema(written);
    if (next === "OFF") props.draft.set({ validation: null });
    else if (value !== null) props.draft.set({ validation: { mode: next, schema: value.value } });
    // Chosen already, though there is no schema yet: the bar says why it cannot be saved.
    else props.draft.set({ validation: { mode: next, schema: stored()?.schema ?? {} } });
  };
  const type = (written: string) => {
    if (written === schema()) return;
    setSchema(written);
    setRefused([]);
    if (mode() !== "OFF") write(mode(), written);
  };
  createEffect(() => props.draft.block(BLOCK, mode() !== "OFF" && parsed() === null ? words.noJson : null));
  onCleanup(() => props.draft.block(BLOCK, null));
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
    on(
      props.draft.revision,
      () => {
        const value = stored()?.schema;
        if (value !== undefined) setSchema(printed(value));
      },
      { defer: true },
    ),
  );
  const faults = createMemo(() => {
    const saved = props.draft
      .errorsUnder("/validation")
      .map(({ pointer, message }) => ({ pointer: below(pointer), message }));
    return [...saved, ...refused()];
  });
  return (
    <div class="flex min-w-0 flex-col gap-4">
      <ModeChoice
        value={mode()}
        onChange={(next) => write(next, schema())}
        disabled={!props.draft.mayEdit()}
      />
      <Show when={mode() === "OFF" && schema().trim() !== ""}>
        <p role="status" class="rounded-md bg-warn-soft px-3 py-2 text-sm text-warn">
          {props.draft.record().validation === null ? words.offUnsaved : words.offLoses}
        </p>
      </Show>
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
    </div>
  );
}

function below(pointer: string): string {
  return pointer.startsWith(POINTER) ? pointer.slice(POINTER.length) : "";
}

/** Null for what is no schema yet. */
function readSchema(written: string): { readonly value: unknown } | null {
  try {
    const value: unknown = JSON.parse(written);
    return { value };
  } catch {
    return null;
  }
}

function printed(schema: unknown): string {
  return schema === undefined ? "" : JSON.stringify(schema, null, 2);
}

import { createMemo, Show } from "solid-js";
import { Card } from "~/components/page.tsx";
import { text } from "~/text/index.ts";
import { markPointers } from "../editors/code/mark-faults.ts";
import { type Integration, type IntegrationChanges, MEMBERS, sameJson, settingsOf } from "./draft-changes.ts";
import { JsonField } from "./json-field.tsx";
import type { IntegrationTabProps } from "./use-integration-draft.tsx";

/** Everything that can be set, as the API has it: also what has no form of its own. */
export default function JsonTab(props: IntegrationTabProps) {
  const words = text.integrations.json;
  const { draft } = props;
  const settings = createMemo(() => settingsOf(draft.value()));
  /** What is left out of the text is as it is stored: a few members say as much as all of them. */
  const isSame = (typed: unknown, value: unknown) =>
    unknownMembers(typed) === null && sameJson({ ...settingsOf(draft.record()), ...asChanges(typed) }, value);
  const errors = createMemo(() => MEMBERS.flatMap((member) => draft.errorsUnder(`/${member}`)));
  const marked = createMemo(() => [markPointers(errors())]);
  const change = (value: unknown) => {
    const unknown = unknownMembers(value);
    draft.block("json members", unknown === null ? null : words.unknown(unknown));
    if (unknown !== null) return;
    // What was deleted from the text is as it is stored: the API keeps what a PATCH leaves out.
    const stored = settingsOf(draft.record()) as IntegrationChanges;
    draft.set({ ...stored, ...asChanges(value) });
  };
  return (
    <Card title={words.title}>
      <p class="mb-3 max-w-3xl text-sm text-soft">{words.hint}</p>
      <Show when={errors().length > 0}>
        <ul class="mb-3 flex flex-col gap-1 text-sm text-bad" role="alert">
          {errors().map(({ pointer, message }) => (
            <li>
              <code class="font-mono text-xs">{pointer}</code> {message}
            </li>
          ))}
        </ul>
      </Show>
      <JsonField
        name="json"
        draft={draft}
        label={words.label}
        value={settings()}
        onChange={change}
        readOnly={!draft.mayEdit()}
        isSame={isSame}
        extensions={marked()}
        minHeightPx={360}
        maxHeightPx={760}
      />
    </Card>
  );
}

/** The first that an integration does not have; a misspelled name must not look saved. */
function unknownMembers(value: unknown): string | null {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return "";
  const known: readonly string[] = MEMBERS satisfies readonly (keyof Integration)[];
  return Object.keys(value).find((name) => !known.includes(name)) ?? null;
}

/** Only what has none but known members; whether they fit is the gateway's to say. */
function asChanges(value: unknown): IntegrationChanges {
  return value as IntegrationChanges;
}

import { createEffect, Show } from "solid-js";
import { useMay } from "~/api/account.ts";
import { Button } from "~/components/button.tsx";
import { TextInput } from "~/components/field.tsx";
import { Card } from "~/components/page.tsx";
import { ProblemNote } from "~/components/problem-note.tsx";
import { toast } from "~/components/toast.tsx";
import { Checkbox, Switch } from "~/components/toggle.tsx";
import { ChangedByOther } from "~/features/connect/changed-by-other.tsx";
import { useAction } from "~/primitives/action.ts";
import { text } from "~/text/index.ts";
import { EventFields } from "./event-fields.tsx";
import { fieldName } from "./field-names.ts";
import { ManifestFields } from "./manifest-fields.tsx";
import type { VersionedSource } from "./read-source.ts";
import { ResponseFields } from "./response-fields.tsx";
import { type Connector, useSourcesChanged } from "./source-queries.ts";
import { masksOf } from "./source-settings.ts";
import { createSourceDraft, type KeptDraft } from "./use-source-draft.ts";

const words = text.sources.settings;

interface SettingsTabProps {
  readonly source: VersionedSource;
  readonly connector: Connector;
  /** What was typed here before another tab was looked at. */
  readonly kept: KeptDraft | null;
  /** Null: nothing is unsaved. */
  readonly onKeep: (draft: KeptDraft | null) => void;
}

/** Everything that can be changed of a source, in one form. */
export function SettingsTab(props: SettingsTabProps) {
  const may = useMay();
  const changed = useSourcesChanged();
  const edit = createSourceDraft(() => props.source, props.connector, props.kept);
  const { draft, set, isDirty } = edit;
  createEffect(() => props.onKeep(edit.kept()));
  const reset = () => {
    save.clear();
    edit.discard();
  };
  const save = useAction(async () => {
    if (!(await edit.save())) return;
    await changed();
    toast({ title: words.saved });
  });
  const hasFields = () => props.connector.fields.some(({ name }) => name !== props.connector.secretField);
  return (
    <form
      class="flex flex-col gap-5"
      onSubmit={(event) => {
        event.preventDefault();
        void save.run();
      }}
    >
      <Show when={edit.conflict()}>
        {(conflict) => (
          <ChangedByOther
            words={words.conflict}
            version={{
              kind: "source",
              id: conflict().theirs.id,
              updatedAt: conflict().theirs.updatedAt,
            }}
            members={conflict().fields.map((field) => fieldName(field, props.connector))}
            onResolve={edit.resolve}
          />
        )}
      </Show>
      <fieldset class="grid min-w-0 items-start gap-5 xl:grid-cols-2" disabled={!may("sources:manage")}>
        <Card title={words.general}>
          <div class="flex flex-col gap-4">
            <TextInput
              label={text.sources.form.name}
              required
              value={draft.name}
              onInput={(name) => set({ name })}
              error={save.fieldError("/name")}
            />
            <Switch
              label={words.enabled}
              hint={words.enabledHint}
              checked={draft.enabled}
              onChange={(enabled) => set({ enabled })}
            />
          </div>
        </Card>
        <Card title={words.verification}>
          <div class="flex flex-col gap-4">
            <Show when={hasFields()}>
              <ManifestFields
                connector={props.connector}
                settings={draft.settings}
                onChange={(name, value) => set({ settings: { ...draft.settings, [name]: value } })}
                fieldError={save.fieldError}
                isUnverified={draft.isUnverified}
                masks={masksOf(edit.base(), props.connector)}
                without={props.connector.secretField}
              />
            </Show>
            <Show when={props.connector.toleranceSeconds}>
              {(seconds) => (
                <TextInput
                  label={words.tolerance}
                  hint={words.toleranceHint(seconds())}
                  type="number"
                  min={1}
                  value={draft.tolerance}
                  onInput={(tolerance) => set({ tolerance })}
                  error={save.fieldError("/toleranceSeconds")}
                />
              )}
            </Show>
            <Switch
              label={text.sources.form.unsigned}
              hint={text.sources.form.unsignedHint}
              checked={draft.isUnverified}
              onChange={(isUnverified) => set({ isUnverified })}
            />
            <Show when={draft.isUnverified && edit.base().verification !== "none"}>
              <Checkbox
                label={text.sources.form.accept}
                checked={draft.isAccepted}
                onChange={(isAccepted) => set({ isAccepted })}
              />
            </Show>
          </div>
        </Card>
        <Card title={words.events}>
          <EventFields
            draft={draft}
            connector={props.connector}
            onChange={set}
            fieldError={save.fieldError}
          />
        </Card>
        <Card title={words.response}>
          <ResponseFields draft={draft} onChange={set} fieldError={save.fieldError} />
        </Card>
      </fieldset>
      <ProblemNote problem={save.problem()} />
      <Show when={may("sources:manage")}>
        <div class="sticky bottom-0 -mx-1 flex flex-wrap items-center gap-2 border-t bg-page px-1 py-3">
          <Button
            look="primary"
            type="submit"
            busy={save.busy()}
            disabled={!isDirty() || (draft.isUnverified && !draft.isAccepted)}
          >
            {words.save}
          </Button>
          <Button onClick={reset} disabled={!isDirty()}>
            {words.discard}
          </Button>
          <p role="status" class="text-sm text-faint">
            {isDirty() ? words.unsaved : ""}
          </p>
        </div>
      </Show>
    </form>
  );
}

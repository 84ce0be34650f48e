import { createEffect, createMemo, Show } from "solid-js";
import { createStore, reconcile } from "solid-js/store";
import { useMay } from "~/api/account.ts";
import { answer, api } from "~/api/client.ts";
import { Button } from "~/components/button.tsx";
import { TextInput } from "~/components/field.tsx";
import { Card } from "~/components/page.tsx";
import { ProblemNote } from "~/components/problem-note.tsx";
import { toast } from "~/components/toast.tsx";
import { Checkbox, Switch } from "~/components/toggle.tsx";
import { useAction } from "~/primitives/action.ts";
import { text } from "~/text/index.ts";
import { EventFields } from "./event-fields.tsx";
import { ManifestFields } from "./manifest-fields.tsx";
import { ResponseFields } from "./response-fields.tsx";
import { type Connector, type SourceDetail, useSourcesChanged } from "./source-queries.ts";
import { masksOf, type SettingsDraft, settingsDraft, settingsPatch } from "./source-settings.ts";

const words = text.sources.settings;

interface SettingsTabProps {
  readonly source: SourceDetail;
  readonly connector: Connector;
  /** What was typed here before another tab was looked at. */
  readonly kept: SettingsDraft | null;
  /** Null: nothing is unsaved. */
  readonly onKeep: (draft: SettingsDraft | null) => void;
}

/** Everything that can be changed of a source, in one form. */
export function SettingsTab(props: SettingsTabProps) {
  const may = useMay();
  const changed = useSourcesChanged();
  const [draft, setDraft] = createStore<SettingsDraft>(
    props.kept ?? settingsDraft(props.source, props.connector),
  );
  const set = (members: Partial<SettingsDraft>) => setDraft(members);
  const patch = createMemo(() => settingsPatch(props.source, props.connector, draft));
  const isDirty = () => Object.keys(patch()).length > 0;
  createEffect(() => props.onKeep(isDirty() ? { ...draft } : null));
  const reset = () => {
    save.clear();
    setDraft(reconcile(settingsDraft(props.source, props.connector)));
  };
  const save = useAction(async () => {
    const path = { id: props.source.id };
    await answer(api.PATCH("/api/v1/sources/{id}", { params: { path }, body: patch() }));
    await changed();
    reset();
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
                onChange={(name, value) => setDraft({ settings: { ...draft.settings, [name]: value } })}
                fieldError={save.fieldError}
                isUnverified={draft.isUnverified}
                masks={masksOf(props.source, props.connector)}
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
            <Show when={draft.isUnverified && props.source.verification !== "none"}>
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

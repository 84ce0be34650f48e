import { createMemo, createSignal, Show } from "solid-js";
import { useMay } from "~/api/account.ts";
import { answer, api } from "~/api/client.ts";
import { Button } from "~/components/button.tsx";
import { TextInput } from "~/components/field.tsx";
import { Card } from "~/components/page.tsx";
import { ProblemNote } from "~/components/problem-note.tsx";
import { toast } from "~/components/toast.tsx";
import { useAction } from "~/primitives/action.ts";
import { text } from "~/text/index.ts";
import { ConfigFields } from "./config-fields.tsx";
import { type ConfigDraft, configDraft, configPatch, maskOf } from "./credential-form.ts";
import { type Credential, useCredentialsChanged } from "./credential-queries.ts";

const words = text.credentials.page;

/** What it was saved with, its secret as a mask; a new secret can be written over it. */
export function CredentialSettings(props: { readonly credential: Credential }) {
  const may = useMay();
  const changed = useCredentialsChanged();
  const [name, setName] = createSignal(props.credential.name);
  const [draft, setDraft] = createSignal<ConfigDraft>(configDraft(props.credential));
  const patch = createMemo(() => {
    const config = configPatch(props.credential, draft());
    return {
      ...(name().trim() === props.credential.name ? {} : { name: name().trim() }),
      ...(Object.keys(config).length === 0 ? {} : { config }),
    };
  });
  const isDirty = () => Object.keys(patch()).length > 0;
  const reset = () => {
    save.clear();
    setName(props.credential.name);
    setDraft(configDraft(props.credential));
  };
  const save = useAction(async () => {
    const path = { id: props.credential.id };
    await answer(api.PATCH("/api/v1/credentials/{id}", { params: { path }, body: patch() }));
    await changed();
    reset();
    toast({ title: words.saved });
  });
  return (
    <Card title={words.settings}>
      <form
        autocomplete="off"
        onSubmit={(event) => {
          event.preventDefault();
          void save.run();
        }}
      >
        <fieldset class="flex min-w-0 flex-col gap-4" disabled={!may("credentials:manage")}>
          <TextInput
            label={text.credentials.form.name}
            required
            value={name()}
            onInput={setName}
            error={save.fieldError("/name")}
          />
          <ConfigFields
            kind={props.credential.kind}
            draft={draft()}
            onChange={setDraft}
            fieldError={save.fieldError}
            mask={maskOf(props.credential)}
          />
          <ProblemNote problem={save.problem()} />
          <Show when={may("credentials:manage")}>
            <div class="flex gap-2">
              <Button
                look="primary"
                type="submit"
                busy={save.busy()}
                disabled={!isDirty() || name().trim() === ""}
              >
                {words.save}
              </Button>
              <Button disabled={!isDirty()} onClick={reset}>
                {words.discard}
              </Button>
            </div>
          </Show>
        </fieldset>
      </form>
    </Card>
  );
}

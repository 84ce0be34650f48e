import { createSignal, Show } from "solid-js";
import { answer, api } from "~/api/client.ts";
import { Button } from "~/components/button.tsx";
import { Dialog } from "~/components/dialog.tsx";
import { TextInput } from "~/components/field.tsx";
import { ProblemNote } from "~/components/problem-note.tsx";
import { Select } from "~/components/select.tsx";
import { toast } from "~/components/toast.tsx";
import { useAction } from "~/primitives/action.ts";
import { text } from "~/text/index.ts";
import { ConfigFields } from "./config-fields.tsx";
import {
  type ConfigDraft,
  type CredentialCreate,
  configOf,
  isComplete,
  KINDS,
  newConfig,
} from "./credential-form.ts";
import { type CredentialKind, useCredentialsChanged } from "./credential-queries.ts";
import { RedirectUriToRegister } from "./redirect-uri.tsx";

const words = text.credentials;

interface NewCredentialProps {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly onCreated: (id: string) => void;
}

export function NewCredentialDialog(props: NewCredentialProps) {
  const changed = useCredentialsChanged();
  const [name, setName] = createSignal("");
  const [kind, setKind] = createSignal<CredentialKind>("bearer");
  const [draft, setDraft] = createSignal<ConfigDraft>(newConfig("bearer"));
  const choose = (next: CredentialKind) => {
    create.clear();
    setKind(next);
    setDraft(newConfig(next));
  };
  const close = () => {
    setName("");
    // Nothing of a secret stays behind a dialog that is closed.
    choose("bearer");
    props.onClose();
  };
  const create = useAction(async () => {
    const body = { name: name().trim(), kind: kind(), config: configOf(kind(), draft()) } as CredentialCreate;
    const made = await answer(api.POST("/api/v1/credentials", { body }));
    toast({
      title: words.form.created(made.name),
      detail: made.status === "needs_authorization" ? words.form.connectNext : undefined,
    });
    void changed();
    close();
    props.onCreated(made.id);
  });
  return (
    <Dialog
      open={props.open}
      onClose={close}
      title={words.form.title}
      description={words.description}
      width="wide"
      footer={
        <>
          <Button onClick={close}>{text.shell.actions.cancel}</Button>
          <Button
            look="primary"
            type="submit"
            form="new-credential"
            busy={create.busy()}
            disabled={name().trim() === "" || !isComplete(kind(), draft())}
          >
            {words.form.submit}
          </Button>
        </>
      }
    >
      <form
        id="new-credential"
        class="flex flex-col gap-4"
        autocomplete="off"
        onSubmit={(event) => {
          event.preventDefault();
          void create.run();
        }}
      >
        <div class="grid items-start gap-4 sm:grid-cols-2">
          <TextInput
            label={words.form.name}
            hint={words.form.nameHint}
            required
            value={name()}
            onInput={setName}
            error={create.fieldError("/name")}
          />
          <Select
            label={words.form.kind}
            hint={words.kindHints[kind()]}
            options={KINDS.map((value) => ({ value, label: words.kinds[value] }))}
            value={kind()}
            onChange={choose}
          />
        </div>
        <Show when={kind() === "oauth2_authorization_code"}>
          <RedirectUriToRegister />
        </Show>
        <ConfigFields
          kind={kind()}
          draft={draft()}
          onChange={setDraft}
          fieldError={create.fieldError}
          mask={null}
        />
        <ProblemNote problem={create.problem()} />
      </form>
    </Dialog>
  );
}

import { useNavigate } from "@solidjs/router";
import { createSignal, For, onMount, Show } from "solid-js";
import { createStore } from "solid-js/store";
import { answer, api, organizationId } from "~/api/client.ts";
import { Button } from "~/components/button.tsx";
import { TextInput } from "~/components/field.tsx";
import { Card } from "~/components/page.tsx";
import { ProblemNote } from "~/components/problem-note.tsx";
import { toast } from "~/components/toast.tsx";
import { Checkbox, Switch } from "~/components/toggle.tsx";
import { useAction } from "~/primitives/action.ts";
import { text } from "~/text/index.ts";
import { ManifestFields } from "./manifest-fields.tsx";
import { type NewSource, newSourceBody } from "./new-source.ts";
import { PreviewCard } from "./preview-card.tsx";
import { ProviderDocs } from "./provider-docs.tsx";
import { defaultSettings } from "./relevant-fields.ts";
import { keepShown } from "./shown-once.ts";
import { type Connector, useSourcesChanged } from "./source-queries.ts";
import { mappingDraft } from "./type-mapping.ts";
import { TypeMappingFields } from "./type-mapping-fields.tsx";

const words = text.sources.form;

/** A provider's form beside what to do at the provider. */
export function NewSourceForm(props: { readonly connector: Connector; readonly onBack: () => void }) {
  let form: HTMLFormElement | undefined;
  const navigate = useNavigate();
  const changed = useSourcesChanged();
  const connector = () => props.connector;
  const [draft, setDraft] = createStore<NewSource>({
    name: words.defaultName(connector().name),
    settings: defaultSettings(connector()),
    mapping: mappingDraft(null, connector()),
    isUnverified: false,
    isAccepted: false,
  });
  const [made, setMade] = createSignal<ReadonlySet<string>>(new Set());
  onMount(() => form?.querySelector("input")?.focus({ preventScroll: true }));
  const setField = (name: string, value: string, isMade: boolean) => {
    setDraft({ settings: { ...draft.settings, [name]: value } });
    const others = [...made()].filter((other) => other !== name);
    setMade(new Set(isMade ? [...others, name] : others));
  };
  const create = useAction(async () => {
    const source = await answer(api.POST("/api/v1/sources", { body: newSourceBody(connector(), draft) }));
    const madeSecrets = connector()
      .fields.filter(({ name }) => made().has(name))
      .map(({ name, label }) => ({ label, value: draft.settings[name] ?? "" }));
    keepShown(source.id, { url: source.url, madeSecrets });
    toast({ title: text.sources.created });
    void changed();
    navigate(`/o/${organizationId()}/sources/${source.id}`);
  });
  return (
    <div class="grid items-start gap-5 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
      <form
        ref={form}
        class="flex min-w-0 flex-col gap-5"
        onSubmit={(event) => {
          event.preventDefault();
          void create.run();
        }}
      >
        <Card
          title={words.provider}
          actions={
            <Button size="small" look="quiet" onClick={props.onBack}>
              {text.sources.picker.change}
            </Button>
          }
        >
          <div class="flex flex-col gap-4">
            <TextInput
              label={words.name}
              hint={words.nameHint}
              required
              value={draft.name}
              onInput={(name) => setDraft({ name })}
              error={create.fieldError("/name")}
            />
            <div
              class={
                connector().fields.length > 4
                  ? "grid items-start gap-4 sm:grid-cols-2"
                  : "flex flex-col gap-4"
              }
            >
              <ManifestFields
                connector={connector()}
                settings={draft.settings}
                onChange={setField}
                fieldError={create.fieldError}
                isUnverified={draft.isUnverified}
              />
            </div>
          </div>
        </Card>
        <Card title={words.advanced}>
          <div class="flex flex-col gap-4">
            <TypeMappingFields
              draft={draft.mapping}
              connector={connector()}
              onChange={(mapping) => setDraft({ mapping })}
              fieldError={create.fieldError}
            />
            <Switch
              label={words.unsigned}
              hint={words.unsignedHint}
              checked={draft.isUnverified}
              onChange={(isUnverified) => setDraft({ isUnverified })}
            />
            <Show when={draft.isUnverified}>
              <Checkbox
                label={words.accept}
                checked={draft.isAccepted}
                onChange={(isAccepted) => setDraft({ isAccepted })}
              />
            </Show>
          </div>
        </Card>
        <ProblemNote problem={create.problem()} />
        <div class="flex gap-2">
          <Button
            look="primary"
            type="submit"
            busy={create.busy()}
            disabled={draft.name.trim() === "" || (draft.isUnverified && !draft.isAccepted)}
          >
            {words.submit}
          </Button>
          <Button onClick={props.onBack}>{text.shell.actions.back}</Button>
        </div>
      </form>
      <div class="flex min-w-0 flex-col gap-5 lg:sticky lg:top-18">
        <Show when={connector().id === "generic"}>
          <PreviewCard connector={connector()} settings={draft.settings} isUnverified={draft.isUnverified} />
        </Show>
        <ProviderSteps connector={connector()} />
      </div>
    </div>
  );
}

/** What there is to do at the provider, in order. */
export function ProviderSteps(props: { readonly connector: Connector }) {
  return (
    <Card title={text.sources.setup.steps(props.connector)}>
      <ol class="flex list-decimal flex-col gap-2 pl-5 text-sm text-soft marker:text-faint">
        <For each={props.connector.setup}>{(step) => <li class="pl-1 break-words">{step}</li>}</For>
      </ol>
      <ProviderDocs connector={props.connector} />
    </Card>
  );
}

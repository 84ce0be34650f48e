import { For, Show } from "solid-js";
import { TextInput } from "~/components/field.tsx";
import { Segmented } from "~/components/segmented.tsx";
import { Select } from "~/components/select.tsx";
import { text } from "~/text/index.ts";
import type { Integration } from "./draft-changes.ts";
import { JsonField } from "./json-field.tsx";
import type { IntegrationDraft } from "./use-integration-draft.tsx";

type Signing = Integration["signing"];
type Template = Extract<Signing, { mode: "template" }>;

const TEMPLATE: Template = {
  mode: "template",
  headerName: "X-Signature-256",
  contentTemplate: "{timestamp}.{body}",
  algorithm: "sha256",
  encoding: "hex",
  prefix: "sha256=",
  separator: ",",
  extraHeaders: { "X-Signature-Timestamp": "{timestamp}" },
};

const STANDARD_HEADERS = ["webhook-id", "webhook-timestamp", "webhook-signature"];

export function SigningForm(props: { readonly draft: IntegrationDraft }) {
  const words = text.integrations.signing;
  const { draft } = props;
  const signing = () => draft.value().signing;
  const template = () => {
    const now = signing();
    return now.mode === "template" ? now : null;
  };
  const choose = (mode: Signing["mode"]) => {
    if (!draft.mayEdit() || mode === signing().mode) return;
    const stored = draft.record().signing;
    if (mode === "template") draft.set({ signing: stored.mode === "template" ? stored : TEMPLATE });
    else draft.set({ signing: { mode } });
  };
  return (
    <div class="flex flex-col gap-4">
      <Segmented
        label={words.scheme}
        value={signing().mode}
        onChange={choose}
        options={[
          { value: "standard", label: words.modes.standard },
          { value: "template", label: words.modes.template },
          { value: "none", label: words.modes.none },
        ]}
      />
      <p class="text-sm text-soft">{words.modeHints[signing().mode]}</p>
      <Show when={signing().mode === "standard"}>
        <ul class="flex flex-wrap gap-1.5" aria-label={words.headers}>
          <For each={STANDARD_HEADERS}>
            {(name) => (
              <li>
                <code class="rounded bg-sunken px-1.5 py-0.5 font-mono text-xs text-ink">{name}</code>
              </li>
            )}
          </For>
        </ul>
      </Show>
      <Show when={template()}>{(shown) => <TemplateFields draft={draft} value={shown()} />}</Show>
    </div>
  );
}

function TemplateFields(props: { readonly draft: IntegrationDraft; readonly value: Template }) {
  const words = text.integrations.signing;
  const { draft } = props;
  const change = (part: Partial<Template>) => draft.set({ signing: { ...props.value, ...part } });
  const off = () => !draft.mayEdit();
  return (
    <div class="grid grid-cols-1 gap-3 sm:grid-cols-2">
      <TextInput
        label={words.headerName}
        mono
        value={props.value.headerName}
        onInput={(headerName) => change({ headerName })}
        error={draft.errorAt("/signing/headerName")}
        disabled={off()}
      />
      <TextInput
        label={words.prefix}
        mono
        value={props.value.prefix}
        onInput={(prefix) => change({ prefix })}
        error={draft.errorAt("/signing/prefix")}
        disabled={off()}
      />
      <TextInput
        class="sm:col-span-2"
        label={words.content}
        hint={words.contentHint}
        mono
        value={props.value.contentTemplate}
        onInput={(contentTemplate) => change({ contentTemplate })}
        error={draft.errorAt("/signing/contentTemplate")}
        disabled={off()}
      />
      <Select
        label={words.algorithm}
        value={props.value.algorithm}
        options={(["sha256", "sha512", "sha1"] as const).map((value) => ({
          value,
          label: words.algorithms[value],
        }))}
        onChange={(algorithm) => change({ algorithm })}
        disabled={off()}
      />
      <Select
        label={words.encoding}
        value={props.value.encoding}
        options={(["hex", "base64"] as const).map((value) => ({ value, label: words.encodings[value] }))}
        onChange={(encoding) => change({ encoding })}
        disabled={off()}
      />
      <TextInput
        label={words.separator}
        hint={words.separatorHint}
        mono
        value={props.value.separator}
        onInput={(separator) => change({ separator })}
        error={draft.errorAt("/signing/separator")}
        disabled={off()}
      />
      <div class="sm:col-span-2">
        <JsonField
          name="signing"
          draft={draft}
          label={words.extra}
          hint={words.extraHint}
          value={props.value.extraHeaders}
          onChange={(extraHeaders) => change({ extraHeaders: extraHeaders as Template["extraHeaders"] })}
          error={draft.errorsUnder("/signing/extraHeaders")[0]?.message}
          readOnly={off()}
          minHeightPx={72}
        />
      </div>
    </div>
  );
}

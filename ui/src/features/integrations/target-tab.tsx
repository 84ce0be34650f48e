import { Show } from "solid-js";
import { TextInput } from "~/components/field.tsx";
import { Card } from "~/components/page.tsx";
import { Segmented } from "~/components/segmented.tsx";
import { Select } from "~/components/select.tsx";
import { text } from "~/text/index.ts";
import { CredentialField } from "./credential-field.tsx";
import { DurationInput } from "./duration-input.tsx";
import { HeadersField } from "./headers-field.tsx";
import { JsonField } from "./json-field.tsx";
import { PatternInput } from "./pattern-input.tsx";
import { METHODS } from "./target-words.ts";
import type { IntegrationTabProps } from "./use-integration-draft.tsx";

/** Where its events go, which ones, and how each request looks. */
export default function TargetTab(props: IntegrationTabProps) {
  const words = text.integrations.target;
  const { draft } = props;
  const off = () => !draft.mayEdit();
  /** Such a request is always a POST of a document and its variables. */
  const isGraphql = () => draft.value().protocol === "GRAPHQL" && draft.value().method === "POST";
  const filterErrors = () =>
    draft
      .errorsUnder("/filter")
      .map(({ message }) => message)
      .join(" ");
  return (
    <div class="grid grid-cols-1 items-start gap-4 xl:grid-cols-2">
      <Card title={words.where}>
        <div class="flex flex-col gap-4">
          <TextInput
            label={words.name}
            required
            value={draft.value().name}
            onInput={(name) => draft.set({ name })}
            error={draft.errorAt("/name")}
            disabled={off()}
          />
          <TextInput
            label={words.url}
            type="url"
            mono
            required
            value={draft.value().url}
            onInput={(url) => draft.set({ url })}
            error={draft.errorAt("/url")}
            disabled={off()}
          />
          <div class="grid grid-cols-2 gap-3">
            <Show when={!isGraphql()} fallback={<Always label={words.method} value="POST" />}>
              <Select
                label={words.method}
                value={draft.value().method}
                options={METHODS}
                onChange={(method) => draft.set({ method })}
                error={draft.errorAt("/method")}
                disabled={off()}
              />
            </Show>
            <DurationInput
              label={words.timeout}
              hint={words.timeoutHint}
              value={draft.value().timeoutMs}
              onChange={(timeoutMs) => draft.set({ timeoutMs })}
              error={draft.errorAt("/timeoutMs")}
              disabled={off()}
            />
          </div>
          <CredentialField draft={draft} />
        </div>
      </Card>
      <Card title={words.which}>
        <div class="flex flex-col gap-4">
          <PatternInput
            values={draft.value().eventTypes}
            onChange={(eventTypes) => draft.set({ eventTypes: [...eventTypes] })}
            errors={draft.errorsUnder("/eventTypes")}
            optional={draft.value().proxy !== null}
            disabled={off()}
          />
          <JsonField
            name="filter"
            draft={draft}
            label={words.filter}
            hint={words.filterHint}
            emptyIsNull
            placeholder={words.filterExample}
            value={draft.value().filter ?? null}
            onChange={(filter) => draft.set({ filter })}
            error={filterErrors() || undefined}
            readOnly={off()}
          />
        </div>
      </Card>
      <Card title={words.how} class="xl:col-span-2">
        <div class="flex flex-col gap-5">
          <div class="flex flex-col gap-1.5">
            <h3 class="text-[13px] font-medium text-soft">{words.bodyFormat}</h3>
            <Show when={!isGraphql()} fallback={<p class="text-sm text-soft">{words.graphqlBody}</p>}>
              <Segmented
                label={words.bodyFormat}
                value={draft.value().bodyFormat}
                options={[
                  { value: "payload", label: words.bodyFormats.payload },
                  { value: "envelope", label: words.bodyFormats.envelope },
                ]}
                onChange={(bodyFormat) => !off() && draft.set({ bodyFormat })}
              />
              <p class="text-xs text-faint">{words.bodyFormatHint[draft.value().bodyFormat]}</p>
            </Show>
          </div>
          <div class="flex flex-col gap-1.5">
            <h3 class="text-[13px] font-medium text-soft">{text.integrations.headers.label}</h3>
            <HeadersField draft={draft} />
          </div>
        </div>
      </Card>
    </div>
  );
}

/** What is so, and cannot be chosen. */
function Always(props: { readonly label: string; readonly value: string }) {
  return (
    <div class="flex flex-col gap-1">
      <span class="text-[13px] font-medium text-soft">{props.label}</span>
      <span class="flex h-8 items-center text-sm text-ink">{props.value}</span>
    </div>
  );
}

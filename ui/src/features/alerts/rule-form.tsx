import { For, Show } from "solid-js";
import { TextInput } from "~/components/field.tsx";
import { Select } from "~/components/select.tsx";
import { Switch } from "~/components/toggle.tsx";
import { text } from "~/text/index.ts";
import { ALERT_KINDS, CONDITION_FIELDS } from "./rule-condition.ts";
import { type DraftErrors, type RuleDraft, typedOf } from "./rule-draft.ts";
import { RuleScope } from "./rule-scope.tsx";

const words = text.alerts.form;

/** A rule: its name, what it looks for with the numbers of that kind, and of which integrations. */
export function RuleForm(props: {
  readonly draft: RuleDraft;
  readonly onChange: (draft: RuleDraft) => void;
  readonly errors: DraftErrors;
}) {
  const change = (part: Partial<RuleDraft>) => props.onChange({ ...props.draft, ...part });
  return (
    <div class="flex flex-col gap-4">
      <TextInput
        label={words.name}
        hint={words.nameHint}
        placeholder={words.namePlaceholder}
        required
        autofocus
        value={props.draft.name}
        onInput={(name) => change({ name })}
        error={props.errors["/name"]}
      />
      <Select
        label={words.kind}
        hint={text.alerts.kindHint[props.draft.kind]}
        options={ALERT_KINDS.map((value) => ({ value, label: text.alerts.kind[value] }))}
        value={props.draft.kind}
        onChange={(kind) => change({ kind })}
        error={props.errors["/condition"]}
      />
      <Show when={CONDITION_FIELDS[props.draft.kind].length > 0}>
        <div class="grid gap-3 sm:grid-cols-2">
          <For each={CONDITION_FIELDS[props.draft.kind]}>
            {(field) => (
              <TextInput
                label={words[field.name]}
                type="number"
                min={field.min}
                max={field.max}
                value={typedOf(props.draft, field)}
                onInput={(typed) => change({ typed: { ...props.draft.typed, [field.name]: typed } })}
                error={props.errors[`/condition/${field.name}`]}
              />
            )}
          </For>
        </div>
      </Show>
      <Show
        when={props.draft.kind !== "expiry"}
        fallback={<p class="text-xs text-faint">{words.scopeExpiry}</p>}
      >
        <RuleScope draft={props.draft} onChange={change} error={props.errors["/integrationIds"]} />
      </Show>
      <Switch
        label={words.enabled}
        hint={words.enabledHint}
        checked={props.draft.enabled}
        onChange={(enabled) => change({ enabled })}
      />
    </div>
  );
}

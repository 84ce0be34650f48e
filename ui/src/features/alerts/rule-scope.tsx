import { createMemo, createSignal, For, Show } from "solid-js";
import { TextInput } from "~/components/field.tsx";
import { Segmented } from "~/components/segmented.tsx";
import { Checkbox } from "~/components/toggle.tsx";
import { text } from "~/text/index.ts";
import type { RuleDraft } from "./rule-draft.ts";
import { useIntegrationNames } from "./use-integration-names.ts";

const words = text.alerts.form;
const SCOPES = ["all", "some"] as const;
/** More are found by searching: nobody reads a list of a thousand in a dialog. */
const MOST_SHOWN = 30;

/** All integrations of the organization, or some of them, ticked one by one. */
export function RuleScope(props: {
  readonly draft: RuleDraft;
  readonly onChange: (part: Partial<RuleDraft>) => void;
  readonly error: string | undefined;
}) {
  const names = useIntegrationNames();
  const [search, setSearch] = createSignal("");
  const found = createMemo(() => {
    const wanted = search().trim().toLowerCase();
    return names.all().filter(({ name }) => name.toLowerCase().includes(wanted));
  });
  const toggle = (id: string, checked: boolean) => {
    const others = props.draft.integrationIds.filter((other) => other !== id);
    props.onChange({ integrationIds: checked ? [...others, id] : others });
  };
  return (
    <div class="flex flex-col items-start gap-2">
      <div class="text-[13px] font-medium text-soft">{words.scope}</div>
      <Segmented
        label={words.scope}
        options={SCOPES.map((value) => ({
          value,
          label: value === "all" ? words.scopeAll : words.scopeSome,
        }))}
        value={props.draft.scope}
        onChange={(scope) => props.onChange({ scope })}
      />
      <Show when={props.draft.scope === "some"}>
        <div class="w-full rounded-md border p-3">
          <TextInput
            label={words.find}
            labelHidden
            type="search"
            placeholder={words.find}
            value={search()}
            onInput={setSearch}
          />
          <div class="mt-2.5 flex max-h-44 flex-col gap-2 overflow-y-auto">
            <For each={found().slice(0, MOST_SHOWN)}>
              {({ id, name }) => (
                <Checkbox
                  label={name}
                  checked={props.draft.integrationIds.includes(id)}
                  onChange={(checked) => toggle(id, checked)}
                />
              )}
            </For>
          </div>
          <p class="mt-2 text-xs text-faint">
            {words.chosen(props.draft.integrationIds.length)}
            <Show when={found().length > MOST_SHOWN}>
              {" · "}
              {words.notShown(found().length - MOST_SHOWN)}
            </Show>
          </p>
        </div>
        <Show when={props.error}>
          {(error) => (
            <p role="alert" class="text-xs text-bad">
              {error()}
            </p>
          )}
        </Show>
      </Show>
    </div>
  );
}

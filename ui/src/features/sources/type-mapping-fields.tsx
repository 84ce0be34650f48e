import { Match, Switch } from "solid-js";
import { TextInput } from "~/components/field.tsx";
import { Select } from "~/components/select.tsx";
import { text } from "~/text/index.ts";
import type { Connector } from "./source-queries.ts";
import { MAPPING_MODES, type MappingDraft } from "./type-mapping.ts";

const words = text.sources.mapping;

interface TypeMappingProps {
  readonly draft: MappingDraft;
  readonly connector: Connector;
  readonly onChange: (draft: MappingDraft) => void;
  readonly fieldError: (pointer: string) => string | undefined;
}

/** What the source's events are called: integrations choose by that. */
export function TypeMappingFields(props: TypeMappingProps) {
  const set = (changed: Partial<MappingDraft>) => props.onChange({ ...props.draft, ...changed });
  return (
    <div class="flex flex-col gap-3">
      <Select
        label={words.mode}
        hint={props.draft.mode === "manifest" ? words.manifestHint(props.connector.typePrefix) : words.hint}
        options={MAPPING_MODES}
        value={props.draft.mode}
        onChange={(mode) => set({ mode })}
      />
      <Switch>
        <Match when={props.draft.mode === "prefix"}>
          <TextInput
            label={words.prefix}
            mono
            value={props.draft.prefix}
            onInput={(prefix) => set({ prefix })}
            error={props.fieldError("/eventType")}
          />
        </Match>
        <Match when={props.draft.mode === "template"}>
          <TextInput
            label={words.template}
            hint={words.templateHint}
            mono
            value={props.draft.template}
            onInput={(template) => set({ template })}
            error={props.fieldError("/eventType")}
          />
        </Match>
        <Match when={props.draft.mode === "fixed"}>
          <TextInput
            label={words.type}
            placeholder="order.paid"
            mono
            value={props.draft.type}
            onInput={(type) => set({ type })}
            error={props.fieldError("/eventType")}
          />
        </Match>
      </Switch>
    </div>
  );
}

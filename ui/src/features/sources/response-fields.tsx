import { Show } from "solid-js";
import { TextInput } from "~/components/field.tsx";
import { Switch } from "~/components/toggle.tsx";
import { PairsField } from "~/features/connect/pairs-field.tsx";
import { text } from "~/text/index.ts";
import type { SettingsDraft } from "./source-settings.ts";

const words = text.sources.settings;

interface ResponseFieldsProps {
  readonly draft: SettingsDraft;
  readonly onChange: (members: Partial<SettingsDraft>) => void;
  readonly fieldError: (pointer: string) => string | undefined;
}

/** What the provider is answered when an event was taken. */
export function ResponseFields(props: ResponseFieldsProps) {
  return (
    <div class="flex flex-col gap-4">
      <p class="text-sm text-soft">{words.responseHint}</p>
      <Switch
        label={words.custom}
        hint={words.customHint}
        checked={props.draft.hasResponse}
        onChange={(hasResponse) => props.onChange({ hasResponse })}
      />
      <Show when={props.draft.hasResponse}>
        <TextInput
          label={words.status}
          type="number"
          min={200}
          max={299}
          value={props.draft.status}
          onInput={(status) => props.onChange({ status })}
          error={props.fieldError("/response/status")}
        />
        <PairsField
          legend={words.responseHeaders}
          pairs={props.draft.responseHeaders}
          onChange={(responseHeaders) => props.onChange({ responseHeaders })}
          error={props.fieldError("/response/headers")}
          words={text.sources.pairs}
        />
        <TextInput
          label={words.responseBody}
          mono
          rows={5}
          value={props.draft.responseBody}
          onInput={(responseBody) => props.onChange({ responseBody })}
          error={props.fieldError("/response/body")}
        />
      </Show>
    </div>
  );
}

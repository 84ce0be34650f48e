import { TextInput } from "~/components/field.tsx";
import { Select } from "~/components/select.tsx";
import { PairsField } from "~/features/connect/pairs-field.tsx";
import { text } from "~/text/index.ts";
import type { Connector } from "./source-queries.ts";
import type { SettingsDraft } from "./source-settings.ts";
import { TypeMappingFields } from "./type-mapping-fields.tsx";

const words = text.sources.settings;
const WINDOWS = ["off", "60000", "600000", "3600000", "86400000"] as const;

interface EventFieldsProps {
  readonly draft: SettingsDraft;
  readonly connector: Connector;
  readonly onChange: (members: Partial<SettingsDraft>) => void;
  readonly fieldError: (pointer: string) => string | undefined;
}

/** What the source's events are called, what they carry, and which of them are the same. */
export function EventFields(props: EventFieldsProps) {
  const windows = () => {
    const known = WINDOWS.map((value) => ({ value: value as string, label: words.windows[value] }));
    const { windowMs } = props.draft;
    return known.some(({ value }) => value === windowMs)
      ? known
      : [...known, { value: windowMs, label: words.keptWindow(Number(windowMs)) }];
  };
  return (
    <div class="flex flex-col gap-4">
      <TypeMappingFields
        draft={props.draft.mapping}
        connector={props.connector}
        onChange={(mapping) => props.onChange({ mapping })}
        fieldError={props.fieldError}
      />
      <TextInput
        label={words.headers}
        hint={words.headersHint}
        mono
        placeholder="x-github-event"
        value={props.draft.headers}
        onInput={(headers) => props.onChange({ headers })}
        error={props.fieldError("/headers")}
      />
      <PairsField
        legend={words.labels}
        hint={words.labelsHint}
        pairs={props.draft.labels}
        onChange={(labels) => props.onChange({ labels })}
        error={props.fieldError("/labels")}
        words={text.sources.pairs}
      />
      <Select
        label={words.deduplicate}
        hint={words.deduplicateHint}
        options={windows()}
        value={props.draft.windowMs}
        onChange={(windowMs) => props.onChange({ windowMs })}
        error={props.fieldError("/deduplicate")}
      />
    </div>
  );
}

import { For } from "solid-js";
import { TextInput } from "~/components/field.tsx";
import { text } from "~/text/index.ts";
import { MOST_DAYS } from "./general-form.ts";
import { PolicyRow } from "./policy-row.tsx";
import type { PolicyFieldsProps } from "./policy-tab.tsx";

const words = text.settings.policy;
const MEMBERS = [
  { name: "retentionDays", title: words.retentionDays, about: words.retentionHint, label: words.atMost },
  {
    name: "auditRetentionDays",
    title: words.auditRetentionDays,
    about: words.auditHint,
    label: words.atLeast,
  },
] as const;

/** How long things are kept: the one at most, the other at least. */
export function DayFields(props: PolicyFieldsProps) {
  return (
    <For each={MEMBERS}>
      {({ name, title, about, label }) => (
        <PolicyRow
          title={title}
          about={about}
          holds={words.days(props.policy.effective[name])}
          // Where nobody says anything the gateway's own figure holds: that is not a demand from above.
          inherited={props.policy.inherited[name]}
          own={props.policy.own[name] !== null}
        >
          <TextInput
            label={label}
            hint={words.daysEmpty}
            type="number"
            min={1}
            max={MOST_DAYS}
            disabled={props.disabled}
            value={props.form[name]}
            onInput={(value) => props.onChange({ [name]: value })}
            error={props.errorOf(name)}
          />
        </PolicyRow>
      )}
    </For>
  );
}

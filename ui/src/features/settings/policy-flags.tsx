import { Select } from "~/components/select.tsx";
import { text } from "~/text/index.ts";
import { PolicyRow } from "./policy-row.tsx";
import type { PolicyFieldsProps } from "./policy-tab.tsx";

const words = text.settings.policy;
const MODES = [
  { value: "nothing", label: words.nothing },
  { value: "strict", label: words.catalogueDemand },
] as const;
const SCHEMES = [
  { value: "nothing", label: words.nothing },
  { value: "yes", label: words.httpsOnlyDemand },
] as const;

/** What is demanded or not. There is no "no": nobody can allow below what is forbidden above. */
export function FlagFields(props: PolicyFieldsProps) {
  const { modes } = text.settings;
  return (
    <>
      <PolicyRow
        title={words.catalogueMode}
        about={words.catalogueHint}
        holds={modes[props.policy.effective.catalogueMode]}
        inherited={props.policy.inherited.catalogueMode && props.policy.effective.catalogueMode === "strict"}
        own={props.policy.own.catalogueMode === "strict"}
      >
        <Select
          label={`${words.demand}: ${words.catalogueMode.toLowerCase()}`}
          options={MODES}
          disabled={props.disabled}
          value={props.form.catalogueMode}
          onChange={(catalogueMode) => props.onChange({ catalogueMode })}
          error={props.errorOf("catalogueMode")}
        />
      </PolicyRow>
      <PolicyRow
        title={words.httpsOnly}
        about={words.httpsOnlyHint}
        holds={props.policy.effective.httpsOnly ? words.yes : words.no}
        inherited={props.policy.inherited.httpsOnly && props.policy.effective.httpsOnly}
        own={props.policy.own.httpsOnly === true}
      >
        <Select
          label={`${words.demand}: https`}
          options={SCHEMES}
          disabled={props.disabled}
          value={props.form.httpsOnly}
          onChange={(httpsOnly) => props.onChange({ httpsOnly })}
          error={props.errorOf("httpsOnly")}
        />
      </PolicyRow>
    </>
  );
}

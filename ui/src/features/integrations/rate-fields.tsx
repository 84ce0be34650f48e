import type { components } from "~/api/openapi.d.ts";
import { Select } from "~/components/select.tsx";
import { text } from "~/text/index.ts";
import { NumberInput } from "./number-input.tsx";

export type Rate = NonNullable<components["schemas"]["FlowRate"]>;

/** So many requests a second, a minute or an hour. */
export function RateFields(props: {
  readonly value: Rate;
  readonly onChange: (value: Rate) => void;
  readonly disabled?: boolean;
  readonly errorAt?: (member: string) => string | undefined;
}) {
  const words = text.integrations.rate;
  const change = (part: Partial<Rate>) => props.onChange({ ...props.value, ...part });
  return (
    <div class="grid grid-cols-2 gap-3 sm:grid-cols-3">
      <NumberInput
        label={words.limit}
        value={props.value.limit}
        onChange={(limit) => change({ limit })}
        disabled={props.disabled === true}
        error={props.errorAt?.("limit")}
      />
      <Select
        label={words.per}
        value={props.value.per}
        onChange={(per) => change({ per })}
        options={[
          { value: "second", label: words.units.second },
          { value: "minute", label: words.units.minute },
          { value: "hour", label: words.units.hour },
        ]}
        disabled={props.disabled === true}
      />
      <NumberInput
        label={words.burst}
        value={props.value.burst}
        onChange={(burst) => change({ burst })}
        disabled={props.disabled === true}
        error={props.errorAt?.("burst")}
      />
    </div>
  );
}

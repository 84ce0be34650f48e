import { TextInput } from "~/components/field.tsx";
import { text } from "~/text/index.ts";
import { DurationInput } from "./duration-input.tsx";
import { NumberInput } from "./number-input.tsx";
import type { Strategy } from "./retry-choices.ts";
import type { StrategyProps } from "./strategy-fields.tsx";

const words = text.integrations.retries;

/** Until a time of day, in a zone. */
export function TimeOfDayFields(props: StrategyProps<Extract<Strategy, { kind: "until_time_of_day" }>>) {
  return (
    <>
      <TextInput
        label={words.time}
        placeholder="18:00"
        value={props.value.time}
        onInput={(time) => props.onChange({ ...props.value, time })}
        error={props.errorAt("/time")}
        disabled={props.disabled}
      />
      <TextInput
        label={words.timeZone}
        placeholder="Europe/Berlin"
        value={props.value.timeZone}
        onInput={(timeZone) => props.onChange({ ...props.value, timeZone })}
        error={props.errorAt("/timeZone")}
        disabled={props.disabled}
      />
      <PaceFields {...props} onChange={(pace) => props.onChange({ ...props.value, ...pace })} />
    </>
  );
}

interface Pace {
  readonly delayMs: number;
  readonly factor: number;
  readonly maxDelayMs: number;
}

/** How fast it is tried until then. */
export function PaceFields<P extends Pace>(props: StrategyProps<P>) {
  const change = (part: Partial<Pace>) => props.onChange({ ...props.value, ...part });
  return (
    <>
      <DurationInput
        label={words.firstWait}
        value={props.value.delayMs}
        onChange={(delayMs) => change({ delayMs })}
        error={props.errorAt("/delayMs")}
        disabled={props.disabled}
      />
      <NumberInput
        label={words.factor}
        value={props.value.factor}
        onChange={(factor) => change({ factor })}
        error={props.errorAt("/factor")}
        disabled={props.disabled}
      />
      <DurationInput
        label={words.longestWait}
        value={props.value.maxDelayMs}
        onChange={(maxDelayMs) => change({ maxDelayMs })}
        error={props.errorAt("/maxDelayMs")}
        disabled={props.disabled}
      />
    </>
  );
}

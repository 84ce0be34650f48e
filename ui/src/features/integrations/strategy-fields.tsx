import { Match, Show, Switch } from "solid-js";
import { text } from "~/text/index.ts";
import { DurationInput } from "./duration-input.tsx";
import { DurationsInput } from "./durations-input.tsx";
import { NumberInput } from "./number-input.tsx";
import { PaceFields, TimeOfDayFields } from "./pace-fields.tsx";
import type { Strategy } from "./retry-choices.ts";

type Of<K extends Strategy["kind"]> = Extract<Strategy, { kind: K }>;
type Exponential = Of<"exponential">;
type Ladder = Extract<Exponential["steps"], { kind: "ladder" }>;
type Computed = Extract<Exponential["steps"], { kind: "computed" }>;

export interface StrategyProps<S> {
  readonly value: S;
  readonly onChange: (value: S) => void;
  readonly errorAt: (member: string) => string | undefined;
  readonly disabled: boolean;
}

const words = text.integrations.retries;

/** The fields of the strategy that is chosen. */
export function StrategyFields(props: StrategyProps<Strategy>) {
  const of = <K extends Strategy["kind"]>(kind: K) =>
    (props.value.kind === kind ? props.value : undefined) as Of<K> | undefined;
  const rest = () => ({ onChange: props.onChange, errorAt: props.errorAt, disabled: props.disabled });
  return (
    <div class="grid grid-cols-1 gap-3 sm:grid-cols-2">
      <Switch>
        <Match when={of("exponential")}>{(value) => <ExponentialFields value={value()} {...rest()} />}</Match>
        <Match when={of("linear")}>{(value) => <LinearFields value={value()} {...rest()} />}</Match>
        <Match when={of("schedule")}>
          {(value) => (
            <DurationsInput
              class="sm:col-span-2"
              label={words.delays}
              hint={words.exactHint}
              value={value().delaysMs}
              onChange={(delaysMs) => props.onChange({ ...value(), delaysMs: [...delaysMs] })}
              error={props.errorAt("/delaysMs")}
              disabled={props.disabled}
            />
          )}
        </Match>
        <Match when={of("until_time_of_day")}>
          {(value) => <TimeOfDayFields value={value()} {...rest()} />}
        </Match>
        <Match when={of("until_deadline")}>
          {(value) => (
            <>
              <DurationInput
                label={words.deadline}
                hint={words.deadlineHint}
                value={value().deadlineMs}
                onChange={(deadlineMs) => props.onChange({ ...value(), deadlineMs })}
                error={props.errorAt("/deadlineMs")}
                disabled={props.disabled}
              />
              <PaceFields value={value()} {...rest()} />
            </>
          )}
        </Match>
      </Switch>
    </div>
  );
}

function ExponentialFields(props: StrategyProps<Exponential>) {
  const ladder = () => (props.value.steps.kind === "ladder" ? (props.value.steps as Ladder) : undefined);
  const computed = () =>
    props.value.steps.kind === "computed" ? (props.value.steps as Computed) : undefined;
  const change = (steps: Exponential["steps"]) => props.onChange({ ...props.value, steps });
  return (
    <>
      <Show when={ladder()}>
        {(steps) => (
          <DurationsInput
            class="sm:col-span-2"
            label={words.delays}
            hint={words.delaysHint}
            value={steps().delaysMs}
            onChange={(delaysMs) => change({ ...steps(), delaysMs: [...delaysMs] })}
            error={props.errorAt("/steps/delaysMs")}
            disabled={props.disabled}
          />
        )}
      </Show>
      <Show when={computed()}>
        {(steps) => (
          <>
            <DurationInput
              label={words.firstWait}
              value={steps().baseDelayMs}
              onChange={(baseDelayMs) => change({ ...steps(), baseDelayMs })}
              error={props.errorAt("/steps/baseDelayMs")}
              disabled={props.disabled}
            />
            <NumberInput
              label={words.factor}
              value={steps().factor}
              onChange={(factor) => change({ ...steps(), factor })}
              error={props.errorAt("/steps/factor")}
              disabled={props.disabled}
            />
            <DurationInput
              label={words.longestWait}
              value={steps().maxDelayMs}
              onChange={(maxDelayMs) => change({ ...steps(), maxDelayMs })}
              error={props.errorAt("/steps/maxDelayMs")}
              disabled={props.disabled}
            />
            <NumberInput
              label={words.maxAttempts}
              hint={words.maxAttemptsHint}
              value={steps().maxAttempts}
              onChange={(maxAttempts) => change({ ...steps(), maxAttempts })}
              error={props.errorAt("/steps/maxAttempts")}
              disabled={props.disabled}
            />
          </>
        )}
      </Show>
      <NumberInput
        label={words.jitter}
        hint={words.jitterHint}
        value={Math.round(props.value.jitter * 100)}
        onChange={(jitter) => props.onChange({ ...props.value, jitter: jitter / 100 })}
        error={props.errorAt("/jitter")}
        disabled={props.disabled}
      />
    </>
  );
}

function LinearFields(props: StrategyProps<Of<"linear">>) {
  const change = (part: Partial<Of<"linear">>) => props.onChange({ ...props.value, ...part });
  return (
    <>
      <DurationInput
        label={words.firstWait}
        value={props.value.delayMs}
        onChange={(delayMs) => change({ delayMs })}
        error={props.errorAt("/delayMs")}
        disabled={props.disabled}
      />
      <DurationInput
        label={words.increment}
        value={props.value.incrementMs}
        onChange={(incrementMs) => change({ incrementMs })}
        error={props.errorAt("/incrementMs")}
        disabled={props.disabled}
      />
      <NumberInput
        label={words.maxAttempts}
        hint={words.maxAttemptsHint}
        value={props.value.maxAttempts}
        onChange={(maxAttempts) => change({ maxAttempts })}
        error={props.errorAt("/maxAttempts")}
        disabled={props.disabled}
      />
    </>
  );
}

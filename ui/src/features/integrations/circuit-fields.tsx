import { text } from "~/text/index.ts";
import type { CircuitCore } from "./circuit-start.ts";
import { DurationInput } from "./duration-input.tsx";
import { NumberInput } from "./number-input.tsx";

interface CircuitFieldsProps {
  readonly circuit: CircuitCore;
  readonly onChange: (part: Partial<CircuitCore>) => void;
  readonly errorAt: (member: keyof CircuitCore) => string | undefined;
  readonly disabled: boolean;
}

export function OpensFields(props: CircuitFieldsProps) {
  const words = text.integrations.flow.circuit;
  return (
    <>
      <h2 class="text-[13px] font-semibold text-ink">{words.opens}</h2>
      <div class="grid grid-cols-2 gap-3">
        <NumberInput
          label={words.consecutiveFailures}
          value={props.circuit.consecutiveFailures}
          onChange={(consecutiveFailures) => props.onChange({ consecutiveFailures })}
          error={props.errorAt("consecutiveFailures")}
          disabled={props.disabled}
        />
        <NumberInput
          label={words.failureRatePercent}
          value={props.circuit.failureRatePercent}
          onChange={(failureRatePercent) => props.onChange({ failureRatePercent })}
          error={props.errorAt("failureRatePercent")}
          disabled={props.disabled}
        />
        <NumberInput
          label={words.minimumCalls}
          value={props.circuit.minimumCalls}
          onChange={(minimumCalls) => props.onChange({ minimumCalls })}
          error={props.errorAt("minimumCalls")}
          disabled={props.disabled}
        />
        <DurationInput
          label={words.windowMs}
          value={props.circuit.windowMs}
          onChange={(windowMs) => props.onChange({ windowMs })}
          error={props.errorAt("windowMs")}
          disabled={props.disabled}
        />
      </div>
    </>
  );
}

export function RestFields(props: CircuitFieldsProps) {
  const words = text.integrations.flow.circuit;
  return (
    <>
      <h2 class="text-[13px] font-semibold text-ink">{words.rests}</h2>
      <div class="grid grid-cols-2 gap-3">
        <DurationInput
          label={words.restMs}
          hint={words.restHint}
          value={props.circuit.restMs}
          onChange={(restMs) => props.onChange({ restMs })}
          error={props.errorAt("restMs")}
          disabled={props.disabled}
        />
        <DurationInput
          label={words.maxRestMs}
          value={props.circuit.maxRestMs}
          onChange={(maxRestMs) => props.onChange({ maxRestMs })}
          error={props.errorAt("maxRestMs")}
          disabled={props.disabled}
        />
        <NumberInput
          label={words.probes}
          hint={words.probesHint}
          value={props.circuit.probes}
          onChange={(probes) => props.onChange({ probes })}
          error={props.errorAt("probes")}
          disabled={props.disabled}
        />
      </div>
    </>
  );
}

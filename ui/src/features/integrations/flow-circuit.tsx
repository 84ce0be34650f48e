import { Show } from "solid-js";
import { Segmented } from "~/components/segmented.tsx";
import { Switch } from "~/components/toggle.tsx";
import { text } from "~/text/index.ts";
import { CategoryBoxes } from "./category-boxes.tsx";
import { OpensFields, RestFields } from "./circuit-fields.tsx";
import { CIRCUIT_START } from "./circuit-start.ts";
import { DurationInput } from "./duration-input.tsx";
import { FlowSection } from "./flow-section.tsx";
import { NumberInput } from "./number-input.tsx";
import type { Flow, FlowForm } from "./use-flow-form.ts";

type Circuit = NonNullable<Flow["circuit"]>;

/** The gateway's own defaults. */
const START: Circuit = {
  ...CIRCUIT_START,
  categories: ["NETWORK", "TIMEOUT", "SERVER_ERROR"],
  slowCallMs: null,
  slowCallRatePercent: 80,
  whileOpen: "hold",
  maxTrips: null,
};

/** When a target that fails is given a rest, and how it is tried again. */
export function CircuitSection(props: { readonly form: FlowForm }) {
  const words = text.integrations.flow.circuit;
  const { flow, set } = props.form;
  return (
    <FlowSection
      form={props.form}
      title={words.title}
      hint={words.hint}
      on={flow().circuit !== null}
      onToggle={(on) => set({ circuit: on ? START : null })}
      pointer="/circuit"
    >
      <Show when={flow().circuit}>
        {(circuit) => <CircuitFields form={props.form} circuit={circuit()} />}
      </Show>
    </FlowSection>
  );
}

function CircuitFields(props: { readonly form: FlowForm; readonly circuit: Circuit }) {
  const words = text.integrations.flow.circuit;
  const { errorAt, off, set } = props.form;
  const change = (part: Partial<Circuit>) => set({ circuit: { ...props.circuit, ...part } });
  const at = (member: keyof Circuit) => errorAt(`/circuit/${member}`);
  return (
    <div class="flex flex-col gap-4">
      <OpensFields circuit={props.circuit} onChange={change} errorAt={at} disabled={off()} />
      <CategoryBoxes
        label={words.categories}
        values={props.circuit.categories}
        onChange={(categories) => change({ categories })}
        error={at("categories")}
        disabled={off()}
      />
      <Switch
        label={words.slow}
        hint={words.slowHint}
        checked={props.circuit.slowCallMs !== null}
        onChange={(on) => change({ slowCallMs: on ? 5_000 : null })}
        disabled={off()}
      />
      <Show when={props.circuit.slowCallMs}>
        {(slowCallMs) => (
          <div class="grid grid-cols-2 gap-3">
            <DurationInput
              label={words.slowCallMs}
              value={slowCallMs()}
              onChange={(next) => change({ slowCallMs: next })}
              error={at("slowCallMs")}
              disabled={off()}
            />
            <NumberInput
              label={words.slowCallRatePercent}
              value={props.circuit.slowCallRatePercent}
              onChange={(slowCallRatePercent) => change({ slowCallRatePercent })}
              error={at("slowCallRatePercent")}
              disabled={off()}
            />
          </div>
        )}
      </Show>
      <RestFields circuit={props.circuit} onChange={change} errorAt={at} disabled={off()} />
      <Segmented
        label={words.whileOpen}
        value={props.circuit.whileOpen}
        options={[
          { value: "hold", label: words.hold },
          { value: "reject", label: words.reject },
        ]}
        onChange={(whileOpen) => change({ whileOpen })}
        captioned
        disabled={off()}
      />
      <Switch
        label={words.trips}
        hint={words.tripsHint}
        checked={props.circuit.maxTrips !== null}
        onChange={(on) => change({ maxTrips: on ? 10 : null })}
        disabled={off()}
      />
      <Show when={props.circuit.maxTrips}>
        {(maxTrips) => (
          <NumberInput
            label={words.maxTrips}
            value={maxTrips()}
            onChange={(next) => change({ maxTrips: next })}
            error={at("maxTrips")}
            disabled={off()}
          />
        )}
      </Show>
    </div>
  );
}

import { Show } from "solid-js";
import { TextInput } from "~/components/field.tsx";
import { Segmented } from "~/components/segmented.tsx";
import { Select } from "~/components/select.tsx";
import { Switch } from "~/components/toggle.tsx";
import { text } from "~/text/index.ts";
import { DurationInput } from "./duration-input.tsx";
import { FlowSection } from "./flow-section.tsx";
import { NumberInput } from "./number-input.tsx";
import type { Flow, FlowForm } from "./use-flow-form.ts";

type Batch = NonNullable<Flow["batch"]>;

const KB = 1_024;
const START: Batch = {
  size: 50,
  timeoutMs: 5_000,
  maxBytes: 1_024 * KB,
  format: "events",
  onFailure: "retry",
  results: null,
};

/** Many events in one request. */
export function BatchSection(props: { readonly form: FlowForm }) {
  const words = text.integrations.flow.batch;
  const { flow, set } = props.form;
  return (
    <FlowSection
      form={props.form}
      title={words.title}
      hint={words.hint}
      on={flow().batch !== null}
      onToggle={(on) => set({ batch: on ? START : null })}
      pointer="/batch"
    >
      <Show when={flow().batch}>{(batch) => <BatchFields form={props.form} batch={batch()} />}</Show>
    </FlowSection>
  );
}

function BatchFields(props: { readonly form: FlowForm; readonly batch: Batch }) {
  const words = text.integrations.flow.batch;
  const { errorAt, off, set } = props.form;
  const change = (part: Partial<Batch>) => set({ batch: { ...props.batch, ...part } });
  return (
    <div class="flex flex-col gap-3">
      <div class="grid grid-cols-2 gap-3">
        <NumberInput
          label={words.size}
          hint={words.sizeHint}
          value={props.batch.size}
          onChange={(size) => change({ size })}
          error={errorAt("/batch/size")}
          disabled={off()}
        />
        <DurationInput
          label={words.timeout}
          hint={words.timeoutHint}
          value={props.batch.timeoutMs}
          onChange={(timeoutMs) => change({ timeoutMs })}
          error={errorAt("/batch/timeoutMs")}
          disabled={off()}
        />
        <NumberInput
          label={words.maxKilobytes}
          value={Math.round(props.batch.maxBytes / KB)}
          onChange={(kilobytes) => change({ maxBytes: Math.round(kilobytes * KB) })}
          error={errorAt("/batch/maxBytes")}
          disabled={off()}
        />
        <Select
          label={words.format}
          value={props.batch.format}
          options={(["events", "array", "ndjson"] as const).map((value) => ({
            value,
            label: words.formats[value],
          }))}
          onChange={(format) => change({ format })}
          disabled={off()}
        />
      </div>
      <Segmented
        label={words.onFailure}
        value={props.batch.onFailure}
        options={[
          { value: "retry", label: words.retry },
          { value: "split", label: words.split },
        ]}
        onChange={(onFailure) => change({ onFailure })}
        captioned
        disabled={off()}
      />
      <Switch
        label={words.results}
        hint={words.resultsHint}
        checked={props.batch.results !== null}
        onChange={(on) => change({ results: on ? { path: "results", id: null, outcome: "status" } : null })}
        error={errorAt("/batch/results")}
        disabled={off()}
      />
      <Show when={props.batch.results}>
        {(results) => (
          <div class="grid grid-cols-1 gap-3 sm:grid-cols-3">
            <TextInput
              label={words.resultsPath}
              mono
              value={results().path}
              onInput={(path) => change({ results: { ...results(), path } })}
              error={errorAt("/batch/results/path")}
              disabled={off()}
            />
            <TextInput
              label={words.resultsId}
              mono
              value={results().id ?? ""}
              onInput={(id) => change({ results: { ...results(), id: id === "" ? null : id } })}
              error={errorAt("/batch/results/id")}
              disabled={off()}
            />
            <TextInput
              label={words.resultsOutcome}
              mono
              value={results().outcome}
              onInput={(outcome) => change({ results: { ...results(), outcome } })}
              error={errorAt("/batch/results/outcome")}
              disabled={off()}
            />
          </div>
        )}
      </Show>
    </div>
  );
}

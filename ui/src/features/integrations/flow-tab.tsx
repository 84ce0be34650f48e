import { Show } from "solid-js";
import { TextInput } from "~/components/field.tsx";
import { Segmented } from "~/components/segmented.tsx";
import { text } from "~/text/index.ts";
import { DurationInput } from "./duration-input.tsx";
import { BatchSection } from "./flow-batch.tsx";
import { CircuitSection } from "./flow-circuit.tsx";
import { DeduplicateSection } from "./flow-deduplicate.tsx";
import { FlowSection } from "./flow-section.tsx";
import { NumberInput } from "./number-input.tsx";
import { RateFields } from "./rate-fields.tsx";
import { createFlowForm, type FlowForm } from "./use-flow-form.ts";
import type { IntegrationTabProps } from "./use-integration-draft.tsx";

/** How fast, how many at once, in which order, one by one or together. Each can be left off. */
export default function FlowTab(props: IntegrationTabProps) {
  const form = createFlowForm(props.draft);
  return (
    <div class="grid grid-cols-1 items-start gap-4 xl:grid-cols-2">
      <CircuitSection form={form} />
      <div class="flex min-w-0 flex-col gap-4">
        <PaceSections form={form} />
        <OrderSection form={form} />
        <BatchSection form={form} />
        <DeduplicateSection form={form} />
      </div>
    </div>
  );
}

function PaceSections(props: { readonly form: FlowForm }) {
  const words = text.integrations.flow;
  const { flow, set, errorAt, off } = props.form;
  return (
    <>
      <FlowSection
        form={props.form}
        title={words.rate.title}
        hint={words.rate.hint}
        on={flow().rate !== null}
        onToggle={(on) => set({ rate: on ? { limit: 10, per: "second", burst: 10 } : null })}
        pointer="/rate"
      >
        <Show when={flow().rate}>
          {(rate) => (
            <RateFields
              value={rate()}
              onChange={(next) => set({ rate: next })}
              disabled={off()}
              errorAt={(member) => errorAt(`/rate/${member}`)}
            />
          )}
        </Show>
      </FlowSection>
      <FlowSection
        form={props.form}
        title={words.concurrency.title}
        hint={words.concurrency.hint}
        on={flow().concurrency !== null}
        onToggle={(on) => set({ concurrency: on ? 5 : null })}
      >
        <Show when={flow().concurrency}>
          {(concurrency) => (
            <NumberInput
              label={words.concurrency.label}
              value={concurrency()}
              onChange={(next) => set({ concurrency: next })}
              error={errorAt("/concurrency")}
              disabled={off()}
            />
          )}
        </Show>
      </FlowSection>
      <FlowSection
        form={props.form}
        title={words.adaptive.title}
        hint={words.adaptive.hint}
        on={flow().adaptive}
        onToggle={(adaptive) => set({ adaptive })}
      />
      <FlowSection
        form={props.form}
        title={words.delay.title}
        hint={words.delay.hint}
        on={flow().delayMs > 0}
        onToggle={(on) => set({ delayMs: on ? 60_000 : 0 })}
      >
        <DurationInput
          label={words.delay.label}
          value={flow().delayMs}
          onChange={(delayMs) => set({ delayMs })}
          error={errorAt("/delayMs")}
          disabled={off()}
        />
      </FlowSection>
    </>
  );
}

function OrderSection(props: { readonly form: FlowForm }) {
  const words = text.integrations.flow.order;
  const { flow, set, errorAt, off } = props.form;
  return (
    <FlowSection
      form={props.form}
      title={words.title}
      hint={words.hint}
      on={flow().order !== null}
      onToggle={(on) => set({ order: on ? { key: null, onDeadLetter: "block" } : null })}
      pointer="/order"
    >
      <Show when={flow().order}>
        {(order) => (
          <div class="flex flex-col gap-3">
            <TextInput
              label={words.key}
              hint={words.keyHint}
              mono
              placeholder="payload.customerId"
              value={order().key ?? ""}
              onInput={(key) => set({ order: { ...order(), key: key.trim() === "" ? null : key } })}
              error={errorAt("/order/key")}
              disabled={off()}
            />
            <div class="flex flex-col gap-1.5">
              <Segmented
                label={words.onDeadLetter}
                value={order().onDeadLetter}
                options={[
                  { value: "block", label: words.block },
                  { value: "skip", label: words.skip },
                ]}
                onChange={(onDeadLetter) => !off() && set({ order: { ...order(), onDeadLetter } })}
              />
              <p class="text-xs text-faint">{words.deadLetterHints[order().onDeadLetter]}</p>
            </div>
          </div>
        )}
      </Show>
    </FlowSection>
  );
}

import { Show } from "solid-js";
import { text } from "~/text/index.ts";
import { OpensFields, RestFields } from "../integrations/circuit-fields.tsx";
import { FlowSection } from "../integrations/flow-section.tsx";
import { NumberInput } from "../integrations/number-input.tsx";
import { PROXY_START, type ProxyDraft, type ProxyForm } from "./use-proxy-form.ts";

/** How much the upstream is asked, over all callers, and when it is given a rest. */
export function LimitsSections(props: { readonly form: ProxyForm }) {
  const words = text.proxy.limits;
  const { proxy, set, errorAt, off } = props.form;
  const limits = () => proxy().limits;
  const change = (part: Partial<ProxyDraft["limits"]>) => set({ limits: { ...limits(), ...part } });
  return (
    <>
      <FlowSection
        form={props.form}
        title={words.rate}
        hint={words.rateHint}
        on={limits().rate !== null}
        onToggle={(on) => change({ rate: on ? { ratePerSecond: 10, burst: 20 } : null })}
        pointer="/limits/rate"
      >
        <Show when={limits().rate}>
          {(rate) => (
            <div class="grid grid-cols-2 gap-3">
              <NumberInput
                label={words.ratePerSecond}
                value={rate().ratePerSecond}
                onChange={(ratePerSecond) => change({ rate: { ...rate(), ratePerSecond } })}
                disabled={off()}
              />
              <NumberInput
                label={words.burst}
                hint={words.burstHint}
                value={rate().burst}
                onChange={(burst) => change({ rate: { ...rate(), burst } })}
                disabled={off()}
              />
            </div>
          )}
        </Show>
      </FlowSection>
      <FlowSection
        form={props.form}
        title={words.concurrency}
        hint={words.concurrencyHint}
        on={limits().concurrency !== null}
        onToggle={(on) => change({ concurrency: on ? 5 : null })}
      >
        <Show when={limits().concurrency}>
          {(concurrency) => (
            <NumberInput
              label={words.atOnce}
              value={concurrency()}
              onChange={(next) => change({ concurrency: next })}
              error={errorAt("/limits/concurrency")}
              disabled={off()}
            />
          )}
        </Show>
      </FlowSection>
      <CircuitSection form={props.form} />
    </>
  );
}

function CircuitSection(props: { readonly form: ProxyForm }) {
  const words = text.proxy.circuit;
  const { proxy, set, errorAt, off } = props.form;
  return (
    <FlowSection
      form={props.form}
      title={words.title}
      hint={words.hint}
      on={proxy().circuit !== null}
      onToggle={(on) => set({ circuit: on ? PROXY_START.circuit : null })}
      pointer="/circuit"
    >
      <Show when={proxy().circuit}>
        {(circuit) => {
          const fields = {
            onChange: (part: Partial<NonNullable<ProxyDraft["circuit"]>>) =>
              set({ circuit: { ...circuit(), ...part } }),
            errorAt: (member: string) => errorAt(`/circuit/${member}`),
          };
          return (
            <div class="flex flex-col gap-4">
              <OpensFields circuit={circuit()} {...fields} disabled={off()} />
              <RestFields circuit={circuit()} {...fields} disabled={off()} />
            </div>
          );
        }}
      </Show>
    </FlowSection>
  );
}

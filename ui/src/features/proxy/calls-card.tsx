import { For } from "solid-js";
import { PROXY_METHODS, type ProxyMethod } from "#domain/proxy/proxy-settings";
import { Card } from "~/components/page.tsx";
import { Checkbox, Switch } from "~/components/toggle.tsx";
import { text } from "~/text/index.ts";
import { DurationInput } from "../integrations/duration-input.tsx";
import type { ProxyForm } from "./use-proxy-form.ts";

/** Which methods, for how long, and what must not come back. */
export function CallsCard(props: { readonly form: ProxyForm }) {
  const words = text.proxy.calls;
  const { proxy, set, errorAt, errorsUnder, off } = props.form;
  const toggle = (method: ProxyMethod, on: boolean) =>
    set({
      methods: PROXY_METHODS.filter((one) => (one === method ? on : proxy().methods.includes(one))),
    });
  const methodError = () => errorsUnder("/methods")[0]?.message;
  return (
    <Card title={words.title}>
      <div class="flex flex-col gap-4">
        <fieldset class="flex flex-col gap-1.5">
          <legend class="mb-1 text-[13px] font-medium text-soft">{words.methods}</legend>
          <div class="flex flex-wrap gap-x-4 gap-y-1.5">
            <For each={PROXY_METHODS}>
              {(method) => (
                <Checkbox
                  label={method}
                  checked={proxy().methods.includes(method)}
                  onChange={(on) => toggle(method, on)}
                  disabled={off()}
                />
              )}
            </For>
          </div>
          <p class={methodError() === undefined ? "text-xs text-faint" : "text-xs text-bad"}>
            {methodError() ?? words.methodsHint}
          </p>
        </fieldset>
        <DurationInput
          label={words.totalTimeout}
          hint={words.totalTimeoutHint}
          value={proxy().totalTimeoutMs}
          onChange={(totalTimeoutMs) => set({ totalTimeoutMs })}
          error={errorAt("/totalTimeoutMs")}
          disabled={off()}
        />
        <Switch
          label={words.hideCredential}
          hint={words.hideCredentialHint}
          checked={proxy().hideCredential}
          onChange={(hideCredential) => set({ hideCredential })}
          disabled={off()}
        />
      </div>
    </Card>
  );
}

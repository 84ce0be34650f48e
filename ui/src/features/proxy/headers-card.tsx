import { Show } from "solid-js";
import { DEFAULT_REQUEST_HEADERS, DEFAULT_RESPONSE_HEADERS } from "#domain/proxy/proxy-settings";
import { Button } from "~/components/button.tsx";
import { Card } from "~/components/page.tsx";
import { text } from "~/text/index.ts";
import { sameJson } from "../integrations/draft-changes.ts";
import { LinesInput } from "./lines-input.tsx";
import type { ProxyForm } from "./use-proxy-form.ts";

/** Which headers pass, in both directions. */
export function HeadersCard(props: { readonly form: ProxyForm }) {
  const words = text.proxy.headers;
  const { proxy, set, errorsUnder, off } = props.form;
  const isUsual = () =>
    sameJson(proxy().requestHeaders, DEFAULT_REQUEST_HEADERS) &&
    sameJson(proxy().responseHeaders, DEFAULT_RESPONSE_HEADERS);
  return (
    <Card
      title={words.title}
      actions={
        <Show when={!off() && !isUsual()}>
          <Button
            size="small"
            look="quiet"
            onClick={() =>
              set({
                requestHeaders: [...DEFAULT_REQUEST_HEADERS],
                responseHeaders: [...DEFAULT_RESPONSE_HEADERS],
              })
            }
          >
            {words.usual}
          </Button>
        </Show>
      }
    >
      <div class="flex flex-col gap-4">
        <LinesInput
          label={words.request}
          hint={words.requestHint}
          values={proxy().requestHeaders}
          onChange={(requestHeaders) => set({ requestHeaders })}
          errors={errorsUnder("/requestHeaders")}
          disabled={off()}
        />
        <LinesInput
          label={words.response}
          hint={words.responseHint}
          values={proxy().responseHeaders}
          onChange={(responseHeaders) => set({ responseHeaders })}
          errors={errorsUnder("/responseHeaders")}
          disabled={off()}
        />
      </div>
    </Card>
  );
}

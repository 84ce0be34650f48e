import { Match, Show, Switch } from "solid-js";
import { CodeView } from "~/components/code/code-view.tsx";
import { DiffView } from "~/components/code/diff-view.tsx";
import { prettyJson } from "~/components/code/pretty-json.ts";
import { Card } from "~/components/page.tsx";
import { text } from "~/text/index.ts";
import type { Attempt } from "../delivery-types.ts";

const words = text.deliveries.payload;

/** The event as it was published, and what a transformation made of it. */
export function PayloadView(props: {
  readonly attempt: Attempt | undefined;
  readonly payloadText: string | null;
}) {
  const sent = () => props.attempt?.request?.body ?? props.attempt?.messages?.[0]?.request.body;
  const wasSent = () => props.attempt !== undefined && props.attempt.request !== null;
  return (
    <div class="flex flex-col gap-4">
      <Switch fallback={<p class="text-sm text-soft">{wasSent() ? words.same : words.onlyEvent}</p>}>
        <Match when={props.payloadText === null}>
          <p class="text-sm text-soft">{words.gone}</p>
        </Match>
        <Match when={sent()}>
          {(body) => (
            <Card title={words.difference}>
              <DiffView
                label={words.difference}
                before={prettyJson(props.payloadText ?? "")}
                after={prettyJson(body())}
              />
            </Card>
          )}
        </Match>
      </Switch>
      <div class={`grid grid-cols-1 gap-4 ${sent() === undefined ? "" : "lg:grid-cols-2"}`}>
        <Show when={props.payloadText}>
          {(payload) => (
            <Card title={words.event}>
              <CodeView label={words.event} value={payload()} maxHeightPx={520} />
            </Card>
          )}
        </Show>
        <Show when={sent()}>
          {(body) => (
            <Card title={words.sent}>
              <CodeView label={words.sent} value={body()} maxHeightPx={520} />
            </Card>
          )}
        </Show>
      </div>
    </div>
  );
}

import { A } from "@solidjs/router";
import { For, Show } from "solid-js";
import { useMay } from "~/api/account.ts";
import { organizationId } from "~/api/client.ts";
import { Badge } from "~/components/badge.tsx";
import { CodeView } from "~/components/code/code-view.tsx";
import { duration } from "~/primitives/moments.ts";
import { text } from "~/text/index.ts";
import type { Called } from "./make-call.ts";

/** What came back, and whose answer it is. */
export function CallAnswer(props: { readonly answer: Called }) {
  const words = text.proxy.answer;
  const may = useMay();
  const isGood = () => props.answer.status >= 200 && props.answer.status < 300;
  return (
    <section class="mt-4 flex min-w-0 flex-col gap-3 border-t pt-4" aria-label={words.title} role="status">
      <div class="flex flex-wrap items-center gap-2">
        <Badge tone={isGood() ? "good" : "bad"}>
          {props.answer.status === 0 ? words.redirect : String(props.answer.status)}
        </Badge>
        <span class="text-sm text-ink">
          {props.answer.gatewayError === null ? words.upstreams : words.gateways(props.answer.gatewayError)}
        </span>
        <span class="text-xs text-faint">{duration(props.answer.tookMs)}</span>
        <Show when={props.answer.cache}>
          {(cache) => <Badge>{words.cache[cache() as keyof typeof words.cache] ?? cache()}</Badge>}
        </Show>
        <Show when={may("deliveries:read") && props.answer.callId}>
          {(id) => (
            <A
              href={`/o/${organizationId()}/proxy-calls/${id()}`}
              class="text-sm text-accent-ink hover:underline"
            >
              {words.record}
            </A>
          )}
        </Show>
      </div>
      <Show when={props.answer.why}>{(why) => <p class="text-sm break-words text-ink">{why()}</p>}</Show>
      <Show when={props.answer.status === 0}>
        <p class="text-sm text-soft">{words.redirectHint}</p>
      </Show>
      <dl class="grid grid-cols-[minmax(0,2fr)_minmax(0,3fr)] gap-x-3 gap-y-1 text-xs">
        <For each={props.answer.headers}>
          {([name, value]) => (
            <>
              <dt class="truncate font-mono text-faint" title={name}>
                {name}
              </dt>
              <dd class="font-mono break-all text-soft">{value}</dd>
            </>
          )}
        </For>
      </dl>
      <Show when={props.answer.body === null}>
        <p class="text-sm text-soft">{words.notText}</p>
      </Show>
      <Show when={props.answer.body}>{(body) => <CodeView label={words.body} value={body()} />}</Show>
      <Show when={props.answer.isCut}>
        <p class="text-xs text-faint">{words.cut}</p>
      </Show>
    </section>
  );
}

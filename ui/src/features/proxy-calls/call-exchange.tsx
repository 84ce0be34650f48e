import { Show } from "solid-js";
import { Badge } from "~/components/badge.tsx";
import { Card } from "~/components/page.tsx";
import { text } from "~/text/index.ts";
import { BodyView } from "../deliveries/detail/body-view.tsx";
import { HeadersView } from "../deliveries/detail/headers-view.tsx";
import { maskUrl } from "../deliveries/detail/mask.ts";
import type { ProxyCallDetail } from "./call-types.ts";

const words = text.proxyCalls;

/** What went upstream, and what came from there. */
export function CallExchange(props: { readonly call: ProxyCallDetail }) {
  // The caller's bytes say nothing of a body that was made of theirs.
  const isReshaped = () => props.call.steps.some(({ name }) => name === "transform_request");
  const isCut = () =>
    !isReshaped() &&
    new TextEncoder().encode(props.call.request?.body ?? "").length < (props.call.requestBytes ?? 0);
  return (
    <div class="grid min-w-0 grid-cols-1 items-start gap-4 lg:grid-cols-2">
      <Card title={words.request}>
        <Show
          when={props.call.request}
          fallback={
            <p class="text-sm text-soft">
              {props.call.cache === "hit" || props.call.cache === "stale" ? words.fromCache : words.noRequest}
            </p>
          }
        >
          {(request) => (
            <div class="flex flex-col gap-3">
              <p class="font-mono text-xs break-all text-ink">
                <span class="font-semibold">{request().method}</span> {maskUrl(request().url)}
              </p>
              <HeadersView headers={request().headers} />
              <Show
                when={request().body !== null || props.call.requestBytes === 0}
                fallback={
                  <Show when={props.call.requestBytes !== null}>
                    <p class="text-xs text-faint">{words.streamed}</p>
                  </Show>
                }
              >
                <BodyView
                  label={words.request}
                  body={request().body ?? ""}
                  size={isReshaped() ? null : props.call.requestBytes}
                  isCut={isCut()}
                  raw={false}
                />
              </Show>
            </div>
          )}
        </Show>
      </Card>
      <Card title={words.response}>
        <Show when={props.call.response} fallback={<p class="text-sm text-soft">{words.noResponse}</p>}>
          {(response) => (
            <div class="flex flex-col gap-3">
              <p>
                <Badge tone={response().status < 400 ? "good" : "bad"}>HTTP {response().status}</Badge>
              </p>
              <HeadersView headers={response().headers} />
              <BodyView
                label={words.response}
                body={response().body}
                size={null}
                isCut={response().bodyTruncated}
                raw={false}
              />
            </div>
          )}
        </Show>
      </Card>
    </div>
  );
}

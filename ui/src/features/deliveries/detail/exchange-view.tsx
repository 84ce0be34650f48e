import { createSignal, For, Show } from "solid-js";
import { Badge } from "~/components/badge.tsx";
import { Card } from "~/components/page.tsx";
import { Segmented } from "~/components/segmented.tsx";
import { Select } from "~/components/select.tsx";
import { duration } from "~/primitives/moments.ts";
import { text } from "~/text/index.ts";
import type { Attempt, GotResponse, SentRequest } from "../delivery-types.ts";
import { bodyOf } from "./attempt-text.ts";
import { BodyView } from "./body-view.tsx";
import { CopyRequestButtons } from "./copy-request-buttons.tsx";
import { HeadersView } from "./headers-view.tsx";
import { maskUrl } from "./mask.ts";

const words = text.deliveries.exchange;

interface Exchange {
  readonly request: SentRequest | null;
  readonly response: GotResponse | null;
  readonly error: string | null;
}

const LOOKS = [
  { value: "pretty", label: words.pretty },
  { value: "raw", label: words.raw },
] as const;

/** What went out in an attempt, and what came back. */
export function ExchangeView(props: { readonly attempt: Attempt; readonly payloadText: string | null }) {
  const [look, setLook] = createSignal<"pretty" | "raw">("pretty");
  const [message, setMessage] = createSignal("0");
  const messages = () => props.attempt.messages ?? [];
  const shown = (): Exchange => messages()[Number(message())] ?? props.attempt;
  return (
    <div class="flex flex-col gap-3">
      <div class="flex flex-wrap items-end justify-between gap-3">
        <Show when={messages().length > 1} fallback={<BatchNote attempt={props.attempt} />}>
          <Select
            class="w-72 max-w-full"
            label={words.message}
            value={message()}
            onChange={setMessage}
            options={messages().map(({ id }, index) => ({
              value: String(index),
              label: words.messageOf(index + 1, messages().length),
              hint: id,
            }))}
          />
        </Show>
        <Segmented label={words.look} options={LOOKS} value={look()} onChange={setLook} />
      </div>
      <div class="grid min-w-0 grid-cols-1 gap-4 lg:grid-cols-2">
        <RequestCard exchange={shown()} payloadText={props.payloadText} raw={look() === "raw"} />
        <ResponseCard exchange={shown()} tookMs={props.attempt.durationMs} raw={look() === "raw"} />
      </div>
    </div>
  );
}

function BatchNote(props: { readonly attempt: Attempt }) {
  return (
    <Show when={props.attempt.batch} fallback={<span />}>
      {(batch) => (
        <div class="text-sm text-soft">
          {words.batch(batch().eventIds.length)}
          <Show when={batch().failed.length > 0}>
            <p class="text-bad">{words.batchFailed(batch().failed.length)}</p>
            <ul class="text-xs">
              <For each={batch().failed}>
                {({ eventId, detail }) => (
                  <li>
                    <code>{eventId}</code> {detail}
                  </li>
                )}
              </For>
            </ul>
          </Show>
        </div>
      )}
    </Show>
  );
}

function RequestCard(props: {
  readonly exchange: Exchange;
  readonly payloadText: string | null;
  readonly raw: boolean;
}) {
  return (
    <Show
      when={props.exchange.request}
      fallback={
        <Card title={words.request}>
          <p class="text-sm text-soft">{words.noRequest}</p>
        </Card>
      }
    >
      {(request) => (
        <Card
          title={words.request}
          actions={<CopyRequestButtons request={request()} payloadText={props.payloadText} />}
        >
          <div class="flex flex-col gap-3">
            <p class="font-mono text-xs break-all text-ink">
              <span class="font-semibold">{request().method}</span> {maskUrl(request().url)}
            </p>
            <HeadersView headers={request().headers} />
            <BodyView
              label={words.request}
              body={bodyOf(request(), props.payloadText)}
              size={request().bodyBytes}
              isCut={request().bodyTruncated === true}
              raw={props.raw}
            />
          </div>
        </Card>
      )}
    </Show>
  );
}

function ResponseCard(props: {
  readonly exchange: Exchange;
  readonly tookMs: number;
  readonly raw: boolean;
}) {
  return (
    <Card
      title={words.response}
      actions={<span class="text-xs text-soft tabular-nums">{duration(props.tookMs)}</span>}
    >
      <Show
        when={props.exchange.response}
        fallback={<p class="text-sm break-words text-bad">{props.exchange.error ?? words.noResponse}</p>}
      >
        {(response) => (
          <div class="flex flex-col gap-3">
            <p>
              <Badge tone={response().status < 300 ? "good" : "bad"}>HTTP {response().status}</Badge>
            </p>
            <HeadersView headers={response().headers} />
            <BodyView
              label={words.response}
              body={response().body}
              size={null}
              isCut={response().bodyTruncated}
              raw={props.raw}
            />
          </div>
        )}
      </Show>
    </Card>
  );
}

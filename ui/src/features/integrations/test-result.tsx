import { CircleCheck, CircleX, Terminal } from "lucide-solid";
import { For, Show } from "solid-js";
import { Badge } from "~/components/badge.tsx";
import { Button } from "~/components/button.tsx";
import { CodeView } from "~/components/code/code-view.tsx";
import { Card } from "~/components/page.tsx";
import { CategoryBadge } from "~/components/status/category-badge.tsx";
import { toast } from "~/components/toast.tsx";
import { absoluteTime, duration } from "~/primitives/moments.ts";
import { text } from "~/text/index.ts";
import { toCurl } from "../deliveries/detail/copy-request.ts";
import type { TestResult } from "./send-test.ts";
import { TestSteps } from "./test-steps.tsx";

/** The whole trace: outcome with its hint, each step with its time, the request and the answer byte for byte. */
export function TestResultView(props: { readonly result: TestResult }) {
  const words = text.integrations.test;
  const trace = () => props.result.trace;
  return (
    <div class="flex min-w-0 flex-col gap-4">
      <Outcome result={props.result} />
      <Card title={words.steps}>
        <TestSteps steps={trace().steps} />
      </Card>
      <div class="grid grid-cols-1 items-start gap-4 lg:grid-cols-2">
        <Card title={words.request} actions={<CopyCurl request={trace().request} />}>
          <div class="flex flex-col gap-3">
            <p class="font-mono text-xs break-all text-ink">
              {trace().request.method} {trace().request.url}
            </p>
            <Headers headers={trace().request.headers} />
            <CodeView label={words.requestBody} value={trace().request.body} emptyText={words.noBody} />
          </div>
        </Card>
        <Card title={words.response}>
          <Show
            when={trace().response}
            fallback={<p class="text-sm text-soft">{trace().error ?? words.noResponse}</p>}
          >
            {(response) => (
              <div class="flex flex-col gap-3">
                <p class="font-mono text-xs text-ink">{response().status}</p>
                <Headers headers={response().headers} />
                <CodeView label={words.responseBody} value={response().body} emptyText={words.noBody} />
                <Show when={response().bodyTruncated}>
                  <p class="text-xs text-faint">{words.truncated}</p>
                </Show>
              </div>
            )}
          </Show>
        </Card>
      </div>
      <For each={trace().messages ?? []}>
        {(message, index) => (
          <Card title={words.message(index() + 1)}>
            <CodeView label={words.requestBody} value={JSON.stringify(message)} />
          </Card>
        )}
      </For>
    </div>
  );
}

function CopyCurl(props: { readonly request: TestResult["trace"]["request"] }) {
  const words = text.deliveries.exchange;
  const copy = async () => {
    const { method, url, headers, body } = props.request;
    const written = toCurl({ method, url, headers, body, isBodyCut: false });
    try {
      await navigator.clipboard.writeText(written);
      toast({ title: words.copied });
    } catch {
      toast({ title: text.shell.states.failed, detail: written, bad: true });
    }
  };
  return (
    <Button size="small" onClick={() => void copy()}>
      <Terminal class="size-3.5" aria-hidden="true" />
      {words.copyCurl}
    </Button>
  );
}

function Outcome(props: { readonly result: TestResult }) {
  const words = text.integrations.test;
  const isGood = () => props.result.outcome === "success";
  return (
    <section
      role="status"
      aria-label={words.outcome}
      class={`flex flex-col gap-2 rounded-xl border bg-surface p-4 shadow-card ${isGood() ? "border-good" : "border-bad"}`}
    >
      <div class="flex flex-wrap items-center gap-2">
        <Show when={isGood()} fallback={<CircleX class="size-5 text-bad" aria-hidden="true" />}>
          <CircleCheck class="size-5 text-good" aria-hidden="true" />
        </Show>
        <h2 class="text-sm font-semibold text-ink">{isGood() ? words.success : words.failure}</h2>
        <Show when={props.result.trace.response}>
          {(response) => <Badge tone={isGood() ? "good" : "bad"}>{String(response().status)}</Badge>}
        </Show>
        <Show when={props.result.category}>{(category) => <CategoryBadge category={category()} />}</Show>
        <span class="text-xs text-faint">
          {props.result.type}, {duration(props.result.trace.durationMs)},{" "}
          {words.sources[props.result.payloadSource]}
        </span>
      </div>
      <Show when={props.result.detail}>
        {(detail) => <p class="text-sm break-words text-ink">{detail()}</p>}
      </Show>
      <Show when={props.result.hint}>{(hint) => <p class="text-sm break-words text-soft">{hint()}</p>}</Show>
      <p class="text-sm text-soft">{nextWords(props.result.next)}</p>
      <Show when={props.result.skipReason}>
        {(reason) => <p class="text-sm text-warn">{words.notForIt(reason())}</p>}
      </Show>
    </section>
  );
}

function nextWords(next: TestResult["next"]): string {
  const words = text.integrations.test.next;
  switch (next.kind) {
    case "delivered":
      return next.disable === null ? words.delivered : words.deliveredAndOff;
    case "cancelled":
      return words.cancelled(next.detail);
    case "held":
      return words.held(absoluteTime(Date.parse(next.until)));
    case "retry":
      return words.retry(absoluteTime(Date.parse(next.at)));
    case "dead_letter":
      return next.disable === null ? words.deadLetter : words.deadLetterAndOff;
  }
}

function Headers(props: { readonly headers: Readonly<Record<string, string>> }) {
  return (
    <dl class="grid grid-cols-[minmax(0,2fr)_minmax(0,3fr)] gap-x-3 gap-y-1 text-xs">
      <For each={Object.entries(props.headers)}>
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
  );
}

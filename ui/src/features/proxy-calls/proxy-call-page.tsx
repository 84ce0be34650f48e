import { A, useParams } from "@solidjs/router";
import { Show } from "solid-js";
import { answer, api, inOrganization, organizationId } from "~/api/client.ts";
import { useQuery } from "~/api/query.ts";
import { Id } from "~/components/copy.tsx";
import { CrumbLink } from "~/components/crumb.tsx";
import { Moment } from "~/components/moment.tsx";
import { Card, Page } from "~/components/page.tsx";
import { QueryView } from "~/components/query-view.tsx";
import { CategoryBadge } from "~/components/status/category-badge.tsx";
import { duration } from "~/primitives/moments.ts";
import { bytes } from "~/primitives/numbers.ts";
import { text } from "~/text/index.ts";
import { Fact } from "../deliveries/detail/fact.tsx";
import { StepBars } from "../deliveries/detail/steps-view.tsx";
import { useIntegrationNames } from "../deliveries/list/use-integration-names.ts";
import { CallAnswerBadge } from "./call-answer-badge.tsx";
import { CallExchange } from "./call-exchange.tsx";
import type { ProxyCallDetail } from "./call-types.ts";
import { CopyCall } from "./copy-call.tsx";
import { gatewayAnswer } from "./gateway-answer.ts";

const words = text.proxyCalls;

export default function ProxyCallPage() {
  const params = useParams<{ id: string }>();
  const query = useQuery(() => ({
    queryKey: inOrganization("proxy-call", params.id),
    queryFn: ({ signal }) =>
      answer(api.GET("/api/v1/proxy-calls/{id}", { params: { path: { id: params.id } }, signal })),
    // Once written it never changes.
    staleTime: Number.POSITIVE_INFINITY,
  }));
  return (
    <Page
      title={query.data === undefined ? words.one : `${query.data.method} ${query.data.path}`}
      crumb={<CrumbLink href={`/o/${organizationId()}/proxy-calls`} label={words.title} />}
      description={
        <Show when={query.data}>
          {(call) => (
            <span class="flex flex-wrap items-center gap-2">
              <CallAnswerBadge call={call()} />
              <Show when={call().category}>{(category) => <CategoryBadge category={category()} />}</Show>
              {call().gatewayError === null ? words.upstream : words.gateway}
            </span>
          )}
        </Show>
      }
      actions={<Show when={query.data}>{(call) => <CopyCall call={call()} />}</Show>}
    >
      <QueryView framed query={query} permission="deliveries:read">
        {(call) => <Found call={call()} />}
      </QueryView>
    </Page>
  );
}

function Found(props: { readonly call: ProxyCallDetail }) {
  return (
    <div class="flex flex-col gap-4">
      <Why call={props.call} />
      <CallFacts call={props.call} />
      <Show when={props.call.steps.length > 0}>
        <Card title={words.steps} actions={<span class="text-xs text-faint">{words.stepsNote}</span>}>
          <StepBars steps={props.call.steps} isBad={props.call.category !== null} />
        </Card>
      </Show>
      <CallExchange call={props.call} />
    </div>
  );
}

/** The gateway's own answer with what to do; of an upstream that failed, what is known of it. */
function Why(props: { readonly call: ProxyCallDetail }) {
  const own = () => (props.call.gatewayError === null ? null : gatewayAnswer(props.call.gatewayError));
  return (
    <Show when={own() !== null || props.call.detail !== null}>
      <section
        aria-label={words.why}
        class="flex flex-col gap-1 rounded-xl border border-bad bg-bad-soft px-4 py-3 text-sm text-ink"
      >
        <Show when={own()}>{(answer) => <p class="font-semibold">{answer().label}</p>}</Show>
        <Show when={props.call.detail}>{(detail) => <p class="break-words">{detail()}</p>}</Show>
        <Show when={own()?.hint}>
          {(hint) => (
            <p>
              <span class="font-semibold">{words.whatToDo}</span> {hint()}
            </p>
          )}
        </Show>
      </section>
    </Show>
  );
}

function CallFacts(props: { readonly call: ProxyCallDetail }) {
  const { nameOf } = useIntegrationNames();
  const size = (many: number | null) => (many === null ? words.unknownSize : bytes(many));
  return (
    <Card>
      <dl class="grid grid-cols-3 gap-x-6 gap-y-3 xl:grid-cols-5">
        <Fact name={words.columns.integration}>
          <A
            class="truncate text-accent-ink hover:underline"
            href={`/o/${organizationId()}/integrations/${props.call.integrationId}?tab=proxy`}
          >
            {nameOf(props.call.integrationId)}
          </A>
        </Fact>
        <Fact name={words.columns.at}>
          <Moment at={props.call.at} />
        </Fact>
        <Fact name={words.columns.cache}>{words.cache[props.call.cache]}</Fact>
        <Fact name={words.headersAfter}>{duration(props.call.durationMs)}</Fact>
        <Fact name={words.wholeAfter}>{duration(props.call.totalMs)}</Fact>
        <Fact name={words.sent}>{size(props.call.requestBytes)}</Fact>
        <Fact name={words.received}>{size(props.call.responseBytes)}</Fact>
        <Fact name={words.caller} wide>
          <Id value={props.call.caller} />
        </Fact>
        <Fact name={words.id} wide>
          <Id value={props.call.id} />
        </Fact>
        <Fact name={text.deliveries.detail.correlation} wide>
          <Id value={props.call.correlationId} />
        </Fact>
      </dl>
    </Card>
  );
}

import { useParams } from "@solidjs/router";
import { Match, Show, Suspense, Switch } from "solid-js";
import { Page } from "~/components/page.tsx";
import { QueryView } from "~/components/query-view.tsx";
import { LoadingRows } from "~/components/states.tsx";
import { DeliveryBadge } from "~/components/status/delivery-badge.tsx";
import { Tabs } from "~/components/tabs.tsx";
import { useUrlTab, useUrlText } from "~/primitives/url-state.ts";
import { text } from "~/text/index.ts";
import type { DeliveryDetail } from "./delivery-types.ts";
import { CompareView } from "./detail/compare-view.tsx";
import { DeliveryActions } from "./detail/delivery-actions.tsx";
import { DeliveryFacts } from "./detail/delivery-facts.tsx";
import { ExchangeView } from "./detail/exchange-view.tsx";
import { BackToList, Neighbours } from "./detail/neighbours.tsx";
import { PayloadView } from "./detail/payload-view.tsx";
import { ProblemNote } from "./detail/problem-note.tsx";
import { RelatedView } from "./detail/related-view.tsx";
import { ScheduleView } from "./detail/schedule-view.tsx";
import { StepsView } from "./detail/steps-view.tsx";
import { useDelivery } from "./detail/use-delivery.ts";
import { WaterfallView } from "./detail/waterfall-view.tsx";

const words = text.deliveries.detail;
const TABS = ["exchange", "payload", "compare", "schedule", "event"] as const;

export default function DeliveryPage() {
  const params = useParams<{ id: string }>();
  const query = useDelivery(() => params.id);
  return (
    <Show
      when={query.data !== undefined}
      fallback={
        <Page title={words.title} crumb={<BackToList id={params.id} />}>
          <QueryView framed query={query} permission="deliveries:read" loading={<LoadingRows rows={10} />}>
            {() => null}
          </QueryView>
        </Page>
      }
    >
      <QueryView query={query} permission="deliveries:read">
        {(delivery) => <Found delivery={delivery()} />}
      </QueryView>
    </Show>
  );
}

function Found(props: { readonly delivery: DeliveryDetail }) {
  const [tab, setTab] = useUrlTab("tab", TABS);
  const [number, setNumber] = useUrlText("attempt");
  const attempts = () => props.delivery.attemptHistory;
  // The newest, until another is chosen.
  const chosen = () => {
    const index = Number(number() ?? Number.NaN) - 1;
    return index >= 0 && index < attempts().length ? index : attempts().length - 1;
  };
  const attempt = () => attempts()[chosen()];
  return (
    <Page
      title={props.delivery.eventType}
      crumb={<BackToList id={props.delivery.id} />}
      description={<DeliveryBadge status={props.delivery.status} />}
      actions={
        <>
          <Neighbours id={props.delivery.id} />
          <DeliveryActions delivery={props.delivery} />
        </>
      }
    >
      <DeliveryFacts delivery={props.delivery} />
      <ProblemNote delivery={props.delivery} />
      <WaterfallView
        delivery={props.delivery}
        chosen={chosen()}
        onChoose={(index) => setNumber(index === attempts().length - 1 ? null : String(index + 1))}
      />
      <Show when={attempt()}>{(shown) => <StepsView attempt={shown()} />}</Show>
      <Tabs
        label={words.tabsLabel}
        tabs={TABS.map((value) => ({ value, label: words.tabs[value] }))}
        value={tab()}
        onChange={(value) => setTab(TABS.find((known) => known === value) ?? TABS[0])}
      >
        <Suspense fallback={<LoadingRows />}>
          <Switch>
            <Match when={tab() === "exchange"}>
              <Show
                when={attempt()}
                fallback={<p class="text-sm text-soft">{text.deliveries.exchange.noRequest}</p>}
              >
                {(shown) => <ExchangeView attempt={shown()} payloadText={props.delivery.payloadText} />}
              </Show>
            </Match>
            <Match when={tab() === "payload"}>
              <PayloadView attempt={attempt()} payloadText={props.delivery.payloadText} />
            </Match>
            <Match when={tab() === "compare"}>
              <CompareView attempts={attempts()} payloadText={props.delivery.payloadText} />
            </Match>
            <Match when={tab() === "schedule"}>
              <ScheduleView delivery={props.delivery} />
            </Match>
            <Match when={tab() === "event"}>
              <RelatedView delivery={props.delivery} />
            </Match>
          </Switch>
        </Suspense>
      </Tabs>
    </Page>
  );
}

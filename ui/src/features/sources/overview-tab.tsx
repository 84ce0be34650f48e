import { A } from "@solidjs/router";
import { createMemo, Show } from "solid-js";
import { useMay } from "~/api/account.ts";
import { organizationId } from "~/api/client.ts";
import { Id } from "~/components/copy.tsx";
import { Moment } from "~/components/moment.tsx";
import { Card } from "~/components/page.tsx";
import { Facts, Figure } from "~/features/connect/facts.tsx";
import { count } from "~/primitives/numbers.ts";
import { text } from "~/text/index.ts";
import { eventPath } from "./event-path.ts";
import { FirstEvent } from "./first-event.tsx";
import { ProviderSteps } from "./new-source-form.tsx";
import { RecentEventsCard } from "./recent-events-card.tsx";
import type { Connector, SourceDetail } from "./source-queries.ts";
import { mappingText } from "./type-mapping.ts";

const words = text.sources;

interface OverviewTabProps {
  readonly source: SourceDetail;
  readonly connector: Connector | undefined;
  readonly onTab: (tab: "overview" | "rejected" | "secrets" | "settings") => void;
  readonly onSwitchOn: () => void;
}

/** Until the first event: how to get it. Afterwards: what the source has seen. */
export function OverviewTab(props: OverviewTabProps) {
  // Decided when the page is opened: whoever waited here for the event must see that it came.
  const wasWaiting = createMemo<boolean>(
    (before) => before === true || props.source.activity.firstEventAt === null,
    false,
  );
  return (
    <div class="flex flex-col gap-5">
      <Show when={wasWaiting()} fallback={<Figures source={props.source} />}>
        <FirstEvent
          source={props.source}
          connector={props.connector}
          onTab={props.onTab}
          onSwitchOn={props.onSwitchOn}
        />
      </Show>
      <Show when={!wasWaiting() || props.source.activity.recentEvents.length > 0}>
        <RecentEventsCard source={props.source} />
      </Show>
      <div class="grid items-start gap-5 lg:grid-cols-2">
        <Card title={words.facts.title}>
          <SourceFacts source={props.source} connector={props.connector} />
        </Card>
        <Show when={!wasWaiting() && props.connector}>
          {(connector) => <ProviderSteps connector={connector()} />}
        </Show>
      </div>
    </div>
  );
}

function Figures(props: { readonly source: SourceDetail }) {
  const may = useMay();
  const activity = () => props.source.activity;
  const last = () => (may("events:read") ? activity().recentEvents[0] : undefined);
  return (
    <section>
      <div class="grid grid-cols-2 gap-2.5 sm:grid-cols-3 xl:grid-cols-6">
        <Figure label={words.figures.lastEvent}>
          <Show when={activity().lastEventAt} fallback={words.never}>
            {(at) => (
              <Show when={last()} fallback={<Moment at={at()} />}>
                {(event) => (
                  <A
                    class="text-accent-ink hover:underline"
                    href={`/o/${organizationId()}${eventPath(event().id)}`}
                  >
                    <Moment at={at()} />
                  </A>
                )}
              </Show>
            )}
          </Show>
        </Figure>
        <Figure label={words.figures.today}>{count(activity().acceptedToday)}</Figure>
        <Figure label={words.figures.duplicates}>{count(activity().duplicatesToday)}</Figure>
        <Figure label={words.figures.rejectedToday}>
          <span class={activity().rejectedToday > 0 ? "text-bad" : ""}>
            {count(activity().rejectedToday)}
          </span>
        </Figure>
        <Figure label={words.figures.total}>{count(activity().acceptedTotal)}</Figure>
        <Figure label={words.figures.rejectedTotal}>{count(activity().rejectedTotal)}</Figure>
      </div>
      <p class="mt-1.5 text-xs text-faint">{words.figures.note}</p>
    </section>
  );
}

function SourceFacts(props: { readonly source: SourceDetail; readonly connector: Connector | undefined }) {
  const tolerance = () => props.source.toleranceSeconds ?? props.connector?.toleranceSeconds ?? null;
  return (
    <Facts
      facts={[
        { label: words.facts.id, value: <Id value={props.source.id} /> },
        { label: words.facts.provider, value: <>{props.connector?.name ?? props.source.provider}</> },
        { label: words.facts.methods, value: <>{props.source.methods.join(", ")}</> },
        {
          label: words.facts.types,
          value: (
            <code class="font-mono text-xs">
              {mappingText(props.source.eventType, { typePrefix: props.connector?.typePrefix ?? "" })}
            </code>
          ),
        },
        {
          label: words.facts.tolerance,
          value: (
            <Show when={tolerance()} fallback={words.facts.noTimestamp}>
              {(seconds) => <>{words.facts.seconds(seconds())}</>}
            </Show>
          ),
        },
        { label: words.facts.created, value: <Moment at={props.source.createdAt} /> },
      ]}
    />
  );
}

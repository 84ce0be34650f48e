import { Show } from "solid-js";
import { Card } from "~/components/page.tsx";
import { Empty, LoadingRows } from "~/components/states.tsx";
import { duration } from "~/primitives/moments.ts";
import { count, percent } from "~/primitives/numbers.ts";
import { useUrlChoice } from "~/primitives/url-state.ts";
import { text } from "~/text/index.ts";
import { volumeOf } from "./figures.ts";
import { RangeBar } from "./range-bar.tsx";
import { RangeFigures } from "./range-figures.tsx";
import { type Overview, useOverview, WINDOWS } from "./use-overview.ts";
import { VolumeCard } from "./volume-card.tsx";

/** How one integration fared over a range that stands in the address. */
export function IntegrationFigures(props: { readonly id: string }) {
  const words = text.overview.integration;
  const [chosen, setChosen] = useUrlChoice("range", WINDOWS);
  const query = useOverview(chosen, props.id);
  return (
    <section aria-label={words.label} class="flex min-w-0 flex-col gap-4">
      <div class="flex justify-end">
        <RangeBar chosen={chosen()} onChange={setChosen} query={query} />
      </div>
      <RangeFigures query={query} chosen={chosen()} loading={<LoadingRows />}>
        {(data) => (
          <>
            <dl class="grid grid-cols-2 gap-3 sm:grid-cols-4">
              <Figure label={words.successRate} value={rateOf(data())} />
              <Figure label={words.delivered} value={count(data().totals.delivered)} />
              <Figure label={words.latency} value={latencyOf(data())} />
              <Figure label={words.deadLetters} value={deadOf(data())} />
            </dl>
            <Show
              when={volumeOf(data().totals) > 0}
              fallback={
                <Card title={text.overview.volume.title}>
                  <Empty title={words.nothingTitle(text.overview.rangeNames[data().window])}>
                    {words.nothing}
                  </Empty>
                </Card>
              }
            >
              <VolumeCard overview={data()} integrationId={props.id} />
            </Show>
          </>
        )}
      </RangeFigures>
    </section>
  );
}

function rateOf({ successRate }: Overview): string {
  return successRate === null ? "–" : percent(successRate / 100);
}

function latencyOf({ latency }: Overview): string {
  return latency.p95Ms === null ? "–" : duration(latency.p95Ms);
}

function deadOf({ deadLetters }: Overview): string {
  return `${deadLetters.exact ? "" : "≥ "}${count(deadLetters.count)}`;
}

function Figure(props: { readonly label: string; readonly value: string }) {
  return (
    <div class="flex min-w-0 flex-col-reverse justify-end rounded-xl border border-line bg-surface px-4 py-3 shadow-card">
      <dt class="text-xs text-faint">{props.label}</dt>
      <dd class="text-lg font-semibold text-ink tabular-nums">{props.value}</dd>
    </div>
  );
}

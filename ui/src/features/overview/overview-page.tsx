import { Navigate } from "@solidjs/router";
import { Match, Show, Switch } from "solid-js";
import { useLacks, useMay } from "~/api/account.ts";
import { organizationId } from "~/api/client.ts";
import { Page } from "~/components/page.tsx";
import { useShortcuts } from "~/primitives/shortcuts.ts";
import { useUrlChoice } from "~/primitives/url-state.ts";
import { PLACES } from "~/shell/navigation.ts";
import { text } from "~/text/index.ts";
import { CircuitCard } from "./circuit-card.tsx";
import { ErrorCard } from "./error-card.tsx";
import { isSilent } from "./figures.ts";
import { FirstSteps, useFirstSteps } from "./first-steps.tsx";
import { Incomplete } from "./incomplete.tsx";
import { OverviewSkeleton } from "./overview-skeleton.tsx";
import { RangeBar } from "./range-bar.tsx";
import { RangeFigures } from "./range-figures.tsx";
import { Tiles } from "./tiles.tsx";
import { UnhealthyAlert } from "./unhealthy-alert.tsx";
import { useOverview, WINDOWS } from "./use-overview.ts";
import { VolumeCard } from "./volume-card.tsx";

const words = text.overview;

/** Where an organization is entered. Whoever may not see deliveries is led to the first place that they may. */
export default function OverviewPage() {
  const may = useMay();
  const lacks = useLacks();
  const elsewhere = () =>
    lacks("deliveries:read") ? PLACES.find(({ permission }) => may(permission)) : undefined;
  return (
    <Show when={elsewhere()} fallback={<Overview />}>
      {(place) => <Navigate href={`/o/${organizationId()}${place().path}`} />}
    </Show>
  );
}

/** How deliveries fare, and what needs somebody, on one screen. */
function Overview() {
  const [chosen, setChosen] = useUrlChoice("range", WINDOWS);
  const query = useOverview(chosen);
  const steps = useFirstSteps(() => {
    const overview = query.shown();
    return overview !== undefined && isSilent(overview);
  });
  useShortcuts(
    (["1h", "24h", "7d"] as const).map((window, index) => ({
      keys: String(index + 1),
      label: words.rangeKeys[window],
      group: words.keys,
      run: () => setChosen(window),
    })),
  );
  return (
    <Page title={words.title} actions={<RangeBar chosen={chosen()} onChange={setChosen} query={query} />}>
      <Switch>
        <Match when={steps.isNew()}>
          <FirstSteps hasIntegration={steps.hasIntegration()} />
        </Match>
        <Match when={true}>
          <RangeFigures query={query} chosen={chosen()} loading={<OverviewSkeleton />}>
            {(data) => (
              <>
                <Show when={(data().unhealthyIntegrations ?? []).length > 0}>
                  <UnhealthyAlert integrations={data().unhealthyIntegrations ?? []} />
                </Show>
                <Incomplete overview={data()} />
                <Tiles overview={data()} />
                <div class="grid gap-4 xl:grid-cols-[2fr_1fr]">
                  <VolumeCard overview={data()} />
                  <ErrorCard overview={data()} />
                </div>
                <Show when={data().circuits}>{(circuits) => <CircuitCard circuits={circuits()} />}</Show>
              </>
            )}
          </RangeFigures>
        </Match>
      </Switch>
    </Page>
  );
}

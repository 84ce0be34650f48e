import { Show } from "solid-js";
import { useMay } from "~/api/account.ts";
import { answer, api, inOrganization } from "~/api/client.ts";
import { useQuery } from "~/api/query.ts";
import { Sparkline } from "~/components/chart/sparkline.tsx";
import { HealthRing } from "~/components/health/health-ring.tsx";
import { Card } from "~/components/page.tsx";
import { QueryView } from "~/components/query-view.tsx";
import { text } from "~/text/index.ts";
import { BlockedLanesCard } from "../lanes/blocked-lanes-card.tsx";
import { IntegrationFigures } from "../overview/integration-figures.tsx";
import { CircuitCard } from "./circuit-card.tsx";
import { HealthDetail } from "./health-detail.tsx";
import { RecentDeliveries } from "./recent-deliveries.tsx";
import { TrendMark } from "./trend-mark.tsx";
import type { IntegrationTabProps } from "./use-integration-draft.tsx";

/** How it does: its score and what that is made of, lanes that are blocked, its circuit, its volume, its last deliveries. */
export default function OverviewTab(props: IntegrationTabProps) {
  const may = useMay();
  const { id } = props.draft;
  return (
    <div class="grid grid-cols-1 items-start gap-4 xl:grid-cols-[minmax(0,5fr)_minmax(0,7fr)]">
      <div class="flex min-w-0 flex-col gap-4">
        <HealthCard id={id} />
        <Show when={may("deadletters:read") && props.draft.record().flow.order}>
          {(order) => <BlockedLanesCard id={id} order={order()} />}
        </Show>
        <CircuitCard id={id} />
      </div>
      <Show when={may("deliveries:read")}>
        <div class="flex min-w-0 flex-col gap-4">
          <IntegrationFigures id={id} />
          <RecentDeliveries id={id} />
        </div>
      </Show>
    </div>
  );
}

function HealthCard(props: { readonly id: string }) {
  const words = text.integrations.health;
  const health = useQuery(() => ({
    queryKey: inOrganization("integration-health", props.id),
    queryFn: ({ signal }) =>
      answer(api.GET("/api/v1/integrations/{id}/health", { params: { path: { id: props.id } }, signal })),
    // Until something went through it: then its first deliveries are what everybody waits for.
    refetchInterval: (query) => (query.state.data?.score === null ? 3_000 : 30_000),
  }));
  return (
    <Card title={words.title}>
      <QueryView query={health} permission="integrations:read">
        {(data) => (
          <div class="flex flex-col gap-4">
            <div class="flex flex-wrap items-center gap-x-5 gap-y-3">
              <div class="flex items-center gap-3">
                <HealthRing score={data().score} grade={data().grade} size={60} />
                <span class="text-base font-semibold text-ink">{text.status.grade[data().grade]}</span>
              </div>
              <div class="flex flex-1 flex-col items-end gap-1">
                <TrendMark direction={data().trend.direction} />
                <Show when={data().trend.direction !== "unknown"}>
                  <Sparkline
                    label={text.integrations.list.week}
                    values={data().trend.days.map(({ score }) => score)}
                    class="h-8 w-40 text-accent"
                  />
                  <span class="text-xs text-faint">{text.integrations.list.week}</span>
                </Show>
              </div>
            </div>
            <HealthDetail health={data()} />
          </div>
        )}
      </QueryView>
    </Card>
  );
}

import { Tooltip } from "@kobalte/core/tooltip";
import { createSignal, lazy, Match, Suspense, Switch } from "solid-js";
import { answer, api, inOrganization } from "~/api/client.ts";
import { useQuery } from "~/api/query.ts";
import { HealthRing } from "~/components/health/health-ring.tsx";
import { text } from "~/text/index.ts";
import type { Overview } from "./use-overview.ts";

const HealthDetail = lazy(() =>
  import("../integrations/health-detail.tsx").then((module) => ({ default: module.HealthDetail })),
);

type Unhealthy = NonNullable<Overview["unhealthyIntegrations"]>[number];

/** The ring, and what its score is made of: on hover, on focus, and on a tap, which has neither. */
export function ScoreTip(props: { readonly integration: Unhealthy }) {
  const words = text.overview.unhealthy;
  const [isOpen, setOpen] = createSignal(false);
  const health = useQuery(() => ({
    queryKey: inOrganization("integration-health", props.integration.integrationId),
    queryFn: ({ signal }) => {
      const params = { path: { id: props.integration.integrationId } };
      return answer(api.GET("/api/v1/integrations/{id}/health", { params, signal }));
    },
    enabled: isOpen(),
    staleTime: 30_000,
  }));
  return (
    <Tooltip open={isOpen()} onOpenChange={setOpen} gutter={6} openDelay={250} closeDelay={60}>
      <Tooltip.Trigger
        type="button"
        aria-label={words.scoreOf(props.integration.name, Math.round(props.integration.score))}
        class="shrink-0 rounded-full"
        // A press closes a tooltip, and a tap has no hover to open it.
        onClick={() => queueMicrotask(() => setOpen(true))}
      >
        <HealthRing score={props.integration.score} grade={props.integration.grade} size={34} />
      </Tooltip.Trigger>
      <Tooltip.Portal>
        <Tooltip.Content class="z-70 max-w-80 rounded-lg border border-line bg-raised px-3 py-2 text-xs text-ink shadow-pop">
          <Suspense fallback={text.shell.states.loading}>
            <Switch fallback={text.shell.states.loading}>
              <Match when={health.data}>{(data) => <HealthDetail health={data()} />}</Match>
              <Match when={health.isError}>{text.shell.states.failed}</Match>
            </Switch>
          </Suspense>
        </Tooltip.Content>
      </Tooltip.Portal>
    </Tooltip>
  );
}

import { A } from "@solidjs/router";
import { TriangleAlert } from "lucide-solid";
import { For, Show } from "solid-js";
import { organizationId } from "~/api/client.ts";
import { text } from "~/text/index.ts";
import { ScoreTip } from "./score-tip.tsx";
import type { Overview } from "./use-overview.ts";

const words = text.overview.unhealthy;
const MOST_SHOWN = 6;

type Unhealthy = NonNullable<Overview["unhealthyIntegrations"]>;

/** Scores below 60, the worst first: what to look at before anything else. */
export function UnhealthyAlert(props: { readonly integrations: Unhealthy }) {
  const hidden = () => Math.max(0, props.integrations.length - MOST_SHOWN);
  return (
    <section aria-labelledby="unhealthy" class="rounded-xl border border-bad/40 bg-surface shadow-card">
      <header class="flex flex-wrap items-center justify-between gap-2 rounded-t-xl bg-bad-soft px-4 py-2.5">
        <h2 id="unhealthy" class="flex items-center gap-2 text-sm font-semibold text-bad">
          <TriangleAlert class="size-4" aria-hidden="true" />
          {words.title(props.integrations.length)}
        </h2>
        <A
          href={`/o/${organizationId()}/integrations?grade=red`}
          class="text-sm font-medium text-bad hover:underline"
        >
          {words.all}
          <Show when={hidden() > 0}> ({words.more(hidden())})</Show>
        </A>
      </header>
      <ul class="grid gap-px p-2 sm:grid-cols-2 xl:grid-cols-3">
        <For each={props.integrations.slice(0, MOST_SHOWN)}>
          {(integration) => (
            <li class="flex min-w-0 items-center gap-1 pl-2">
              <ScoreTip integration={integration} />
              <A
                href={`/o/${organizationId()}/integrations/${integration.integrationId}`}
                class="min-w-0 flex-1 rounded-lg px-2 py-2 hover:bg-sunken"
              >
                <span class="block truncate text-sm font-medium text-ink">{integration.name}</span>
                <span class="block text-xs text-soft">
                  {text.status.grade[integration.grade]} · {words.score(integration.score)}
                </span>
              </A>
            </li>
          )}
        </For>
      </ul>
    </section>
  );
}

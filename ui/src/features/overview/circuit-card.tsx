import { A } from "@solidjs/router";
import { For, Show } from "solid-js";
import { organizationId } from "~/api/client.ts";
import { Moment } from "~/components/moment.tsx";
import { Card } from "~/components/page.tsx";
import { CircuitBadge } from "~/components/status/circuit-badge.tsx";
import { text } from "~/text/index.ts";
import type { Overview } from "./use-overview.ts";

const words = text.overview.circuits;

/** Integrations that get nothing at the moment, because their target failed or somebody said so. */
export function CircuitCard(props: { readonly circuits: NonNullable<Overview["circuits"]> }) {
  return (
    <Card
      title={words.title}
      flush
      actions={
        <A href={`/o/${organizationId()}/circuits`} class="text-sm text-accent-ink hover:underline">
          {words.all}
        </A>
      }
    >
      <Show
        when={props.circuits.length > 0}
        fallback={<p class="px-4 py-6 text-center text-sm text-soft">{words.none}</p>}
      >
        <ul>
          <For each={props.circuits.slice(0, 8)}>
            {(circuit) => (
              <li class="border-t first:border-t-0">
                <A
                  href={`/o/${organizationId()}/circuits?integration=${circuit.integrationId}`}
                  class="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2.5 text-sm -outline-offset-2 hover:bg-sunken"
                >
                  <span class="font-medium text-ink">{circuit.name}</span>
                  <CircuitBadge phase={circuit.phase} />
                  <span class="min-w-0 flex-1 truncate text-soft">
                    {circuit.reason ?? text.circuits.cause[circuit.cause]}
                  </span>
                  <span class="text-xs text-faint">
                    <Moment at={circuit.since} />
                  </span>
                </A>
              </li>
            )}
          </For>
        </ul>
      </Show>
    </Card>
  );
}

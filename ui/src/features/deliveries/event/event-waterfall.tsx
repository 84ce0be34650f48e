import { A } from "@solidjs/router";
import { For, Show } from "solid-js";
import { organizationId } from "~/api/client.ts";
import { DeliveryBadge } from "~/components/status/delivery-badge.tsx";
import { duration } from "~/primitives/moments.ts";
import { text } from "~/text/index.ts";
import type { Delivery } from "../delivery-types.ts";
import { useIntegrationNames } from "../list/use-integration-names.ts";
import { spansOf } from "./spans.ts";

const words = text.deliveries.event;

interface EventWaterfallProps {
  readonly acceptedAt: string;
  readonly deliveries: readonly Delivery[];
  /** The one that is open already. */
  readonly currentId?: string;
}

/** When each integration got the event: from the first attempt to the end of the last, on one axis that begins when it came in. */
export function EventWaterfall(props: EventWaterfallProps) {
  const { nameOf } = useIntegrationNames();
  const spans = () => spansOf(Date.parse(props.acceptedAt), props.deliveries);
  return (
    <Show when={props.deliveries.length > 0} fallback={<p class="text-sm text-soft">{words.none}</p>}>
      <ul aria-label={words.waterfall} class="flex flex-col">
        <For each={props.deliveries}>
          {(delivery, index) => (
            <li
              class={`grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-4 gap-y-1 rounded-md px-2 py-1.5 text-sm sm:grid-cols-[14rem_6.5rem_minmax(0,1fr)_7rem] ${props.currentId === delivery.id ? "bg-accent-soft" : ""}`}
            >
              <span class="min-w-0 truncate">
                <Show
                  when={props.currentId !== delivery.id}
                  fallback={<span class="font-medium text-ink">{nameOf(delivery.integrationId ?? "")}</span>}
                >
                  <A
                    class="text-accent-ink hover:underline"
                    href={`/o/${organizationId()}/deliveries/${delivery.id}`}
                  >
                    {delivery.integrationId === null
                      ? text.deliveries.noIntegration
                      : nameOf(delivery.integrationId)}
                  </A>
                </Show>
              </span>
              <span>
                <DeliveryBadge status={delivery.status} />
              </span>
              <span
                class="relative col-span-2 block h-3 rounded-sm bg-sunken sm:col-span-1"
                aria-hidden="true"
              >
                <Show when={spans()[index()]}>
                  {(span) => (
                    <span
                      class={`absolute inset-y-0 min-w-1.5 rounded-sm ${delivery.status === "delivered" ? "bg-good" : delivery.category === null ? "bg-line-strong" : "bg-bad"}`}
                      style={{ left: `${span().start}%`, width: `${span().width}%` }}
                    />
                  )}
                </Show>
              </span>
              <span class="hidden text-right text-xs text-soft tabular-nums sm:block">
                <Show when={spans()[index()]} fallback={words.never}>
                  {(span) => words.from(duration(span().afterMs))}
                </Show>
              </span>
            </li>
          )}
        </For>
      </ul>
    </Show>
  );
}

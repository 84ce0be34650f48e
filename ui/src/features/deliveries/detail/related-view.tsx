import { A } from "@solidjs/router";
import { For } from "solid-js";
import { answer, api, inOrganization, organizationId } from "~/api/client.ts";
import { useQuery } from "~/api/query.ts";
import { buttonClass } from "~/components/button.tsx";
import { Moment } from "~/components/moment.tsx";
import { Card } from "~/components/page.tsx";
import { QueryView } from "~/components/query-view.tsx";
import { DeliveryBadge } from "~/components/status/delivery-badge.tsx";
import { text } from "~/text/index.ts";
import type { Delivery, DeliveryDetail } from "../delivery-types.ts";
import { EventWaterfall } from "../event/event-waterfall.tsx";
import { useIntegrationNames } from "../list/use-integration-names.ts";
import { useEvent } from "./use-delivery.ts";

const words = text.deliveries.related;
const SHOWN = 20;

/** The event with all that came of it, and whatever else came with the same correlation id. */
export function RelatedView(props: { readonly delivery: DeliveryDetail }) {
  const event = useEvent(() => props.delivery.eventId);
  const correlated = useQuery(() => ({
    queryKey: inOrganization("deliveries", "correlated", props.delivery.correlationId),
    queryFn: ({ signal }) => {
      const query = { correlationId: props.delivery.correlationId, limit: 50 };
      return answer(api.GET("/api/v1/deliveries", { params: { query }, signal }));
    },
  }));
  const others = (items: readonly Delivery[]) =>
    items.filter(({ eventId }) => eventId !== props.delivery.eventId).slice(0, SHOWN);
  return (
    <div class="flex flex-col gap-4">
      <Card
        title={words.siblings}
        actions={
          <A
            class={buttonClass("secondary", "small")}
            href={`/o/${organizationId()}/events/${encodeURIComponent(props.delivery.eventId)}`}
          >
            {words.openEvent}
          </A>
        }
      >
        <QueryView query={event} permission="events:read">
          {(found) => (
            <EventWaterfall
              acceptedAt={found().acceptedAt}
              deliveries={found().deliveries}
              currentId={props.delivery.id}
            />
          )}
        </QueryView>
      </Card>
      <Card
        title={words.correlated}
        actions={
          <A
            class={buttonClass("secondary", "small")}
            href={`/o/${organizationId()}/deliveries?correlationId=${encodeURIComponent(props.delivery.correlationId)}`}
          >
            {words.seeAll}
          </A>
        }
      >
        <QueryView
          query={correlated}
          permission="deliveries:read"
          isEmpty={({ items }) => others(items).length === 0}
          empty={<p class="text-sm text-soft">{words.alone}</p>}
        >
          {(page) => <OtherDeliveries rows={others(page().items)} />}
        </QueryView>
      </Card>
    </div>
  );
}

function OtherDeliveries(props: { readonly rows: readonly Delivery[] }) {
  const { nameOf } = useIntegrationNames();
  return (
    <ul class="flex flex-col">
      <For each={props.rows}>
        {(row) => (
          <li class="grid grid-cols-[minmax(0,1fr)_6.5rem_5rem] items-center gap-x-4 border-b py-2 text-sm last:border-b-0 md:grid-cols-[minmax(0,1fr)_minmax(0,1fr)_6.5rem_5rem]">
            <A
              class="truncate text-accent-ink hover:underline"
              href={`/o/${organizationId()}/deliveries/${row.id}`}
            >
              {row.eventType}
            </A>
            <span class="hidden truncate text-soft md:block">
              {row.integrationId === null ? text.deliveries.noIntegration : nameOf(row.integrationId)}
            </span>
            <span>
              <DeliveryBadge status={row.status} />
            </span>
            <Moment at={row.acceptedAt} class="text-right text-soft" />
          </li>
        )}
      </For>
    </ul>
  );
}

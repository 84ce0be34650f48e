import { A } from "@solidjs/router";
import { For, Show } from "solid-js";
import { answer, api, inOrganization, organizationId } from "~/api/client.ts";
import { useQuery } from "~/api/query.ts";
import { Moment } from "~/components/moment.tsx";
import { Card } from "~/components/page.tsx";
import { QueryView } from "~/components/query-view.tsx";
import { Empty } from "~/components/states.tsx";
import { CategoryBadge } from "~/components/status/category-badge.tsx";
import { DeliveryBadge } from "~/components/status/delivery-badge.tsx";
import { text } from "~/text/index.ts";
import { deliveriesLink } from "../overview/figures.ts";

const SHOWN = 8;

export function RecentDeliveries(props: { readonly id: string }) {
  const words = text.integrations.overview;
  const list = useQuery(() => ({
    queryKey: inOrganization("deliveries", "recent", props.id),
    queryFn: ({ signal }) =>
      answer(
        api.GET("/api/v1/deliveries", {
          params: { query: { integrationId: props.id, limit: SHOWN } },
          signal,
        }),
      ),
    refetchInterval: 5_000,
  }));
  return (
    <Card
      title={words.recent}
      flush
      actions={
        <A
          href={deliveriesLink(organizationId(), { integrationId: props.id })}
          class="text-sm text-accent-ink hover:underline"
        >
          {words.all}
        </A>
      }
    >
      <QueryView
        query={list}
        permission="deliveries:read"
        isEmpty={({ items }) => items.length === 0}
        empty={<Empty title={words.noneTitle}>{words.none}</Empty>}
      >
        {(data) => (
          <ul class="divide-y divide-line">
            <For each={data().items}>
              {(delivery) => (
                <li>
                  <A
                    href={`/o/${organizationId()}/deliveries/${delivery.id}`}
                    class="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2 text-sm hover:bg-sunken"
                  >
                    <span class="min-w-0 flex-1 basis-32 truncate text-ink">{delivery.eventType}</span>
                    <Show when={delivery.category}>
                      {(category) => <CategoryBadge category={category()} httpStatus={delivery.httpStatus} />}
                    </Show>
                    <DeliveryBadge status={delivery.status} />
                    <Moment at={delivery.acceptedAt} class="w-16 text-right text-xs text-faint" />
                  </A>
                </li>
              )}
            </For>
          </ul>
        )}
      </QueryView>
    </Card>
  );
}

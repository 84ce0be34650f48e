import { A } from "@solidjs/router";
import { Show } from "solid-js";
import { organizationId } from "~/api/client.ts";
import { Id } from "~/components/copy.tsx";
import { Moment } from "~/components/moment.tsx";
import { Card } from "~/components/page.tsx";
import { count } from "~/primitives/numbers.ts";
import { text } from "~/text/index.ts";
import type { DeliveryDetail } from "../delivery-types.ts";
import { useIntegrationNames } from "../list/use-integration-names.ts";
import { Fact } from "./fact.tsx";

const words = text.deliveries.detail;

/** What it is, where it went, and by which ids it is found elsewhere. */
export function DeliveryFacts(props: { readonly delivery: DeliveryDetail }) {
  const { nameOf } = useIntegrationNames();
  return (
    <Card>
      <dl class="grid grid-cols-3 gap-x-6 gap-y-3 xl:grid-cols-6">
        <Fact name={words.integration}>
          <Show when={props.delivery.integrationId} fallback={text.deliveries.noIntegration}>
            {(id) => (
              <A
                class="truncate text-accent-ink hover:underline"
                href={`/o/${organizationId()}/integrations/${id()}`}
              >
                {nameOf(id())}
              </A>
            )}
          </Show>
        </Fact>
        <Fact name={words.accepted}>
          <Moment at={props.delivery.acceptedAt} />
        </Fact>
        <Fact name={words.attempts}>{count(props.delivery.attempts)}</Fact>
        <Fact name={words.id} wide>
          <Id value={props.delivery.id} />
        </Fact>
        <Fact name={words.event} wide>
          <A
            class="min-w-0 truncate font-mono text-xs text-accent-ink hover:underline"
            href={`/o/${organizationId()}/events/${encodeURIComponent(props.delivery.eventId)}`}
          >
            {props.delivery.eventId}
          </A>
        </Fact>
        <Fact name={words.correlation} wide>
          <Id value={props.delivery.correlationId} />
        </Fact>
      </dl>
    </Card>
  );
}

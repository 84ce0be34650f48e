import { A } from "@solidjs/router";
import { Show } from "solid-js";
import { useMay } from "~/api/account.ts";
import { organizationId } from "~/api/client.ts";
import { useQuery } from "~/api/query.ts";
import { integrationKey, readIntegration } from "~/features/integrations/read-integration.ts";
import { useFirstBlockedLane } from "~/features/lanes/use-blocked-lanes.ts";
import { nowMs } from "~/primitives/clock.ts";
import { text } from "~/text/index.ts";
import type { DeliveryDetail } from "../delivery-types.ts";
import { isOverdue } from "./is-overdue.ts";

const words = text.lanes.waits;

/** The way from a delivery that is held to the dead letter that may stop it, where its integration keeps an order. */
export function LaneNote(props: { readonly delivery: DeliveryDetail }) {
  const may = useMay();
  const asked = () =>
    isOverdue(props.delivery, nowMs()) && may("integrations:read") && may("deadletters:read")
      ? props.delivery.integrationId
      : null;
  const integration = useQuery(() => ({
    queryKey: integrationKey(asked() ?? ""),
    queryFn: ({ signal }: { signal: AbortSignal }) => readIntegration(asked() ?? "", signal),
    enabled: asked() !== null,
  }));
  const ordered = () => (integration.data?.record.flow.order == null ? null : asked());
  const first = useFirstBlockedLane(ordered);
  return (
    <Show when={ordered() !== null && first.data}>
      {(lane) => (
        <p class="max-w-3xl">
          {lane().key.kind === "whole" ? words.whole : words.some}{" "}
          <A
            class="font-medium text-accent-ink hover:underline"
            href={
              lane().key.kind === "whole"
                ? `/o/${organizationId()}/deliveries/${lane().deliveryId}`
                : `/o/${organizationId()}/integrations/${ordered()}`
            }
          >
            {lane().key.kind === "whole" ? words.toLetter : words.toLanes}
          </A>
        </p>
      )}
    </Show>
  );
}

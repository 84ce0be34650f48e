import type { components } from "~/api/openapi.d.ts";
import { text } from "~/text/index.ts";
import { Badge, type Tone } from "../badge.tsx";

export type DeliveryStatus = components["schemas"]["DeliverySummary"]["status"];

export const DELIVERY_TONES: Readonly<Record<DeliveryStatus, Tone>> = {
  pending: "info",
  held: "warn",
  retrying: "warn",
  delivered: "good",
  dead_lettered: "bad",
  discarded: "neutral",
  unmatched: "neutral",
  cancelled: "neutral",
  duplicate: "neutral",
};

export function DeliveryBadge(props: { readonly status: DeliveryStatus }) {
  return <Badge tone={DELIVERY_TONES[props.status]}>{text.status.delivery[props.status]}</Badge>;
}

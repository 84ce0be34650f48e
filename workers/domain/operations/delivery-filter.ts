import type { DeliveryStatus } from "../delivery/delivery-state.ts";
import type { ErrorCategory } from "../delivery/error-category.ts";
import { isGatewayEventId } from "./event-locator.ts";

/** Which deliveries somebody asks for. Times are epoch milliseconds; null and an empty list of statuses mean any. */
export interface DeliveryFilter {
  readonly statuses: readonly DeliveryStatus[];
  readonly category: ErrorCategory | null;
  readonly integrationId: string | null;
  /** An event type, or a prefix of whole segments: `order.*`. */
  readonly eventType: string | null;
  readonly eventId: string | null;
  /** Accepted at or after this moment. */
  readonly from: number | null;
  /** Accepted before this moment. */
  readonly to: number | null;
  readonly httpStatus: number | null;
  /** Part of the detail, or of the delivery's, event's or correlation id. Letter case does not matter. */
  readonly text: string | null;
  readonly ids: readonly string[] | null;
}

export const ANY_DELIVERY: DeliveryFilter = {
  statuses: [],
  category: null,
  integrationId: null,
  eventType: null,
  eventId: null,
  from: null,
  to: null,
  httpStatus: null,
  text: null,
  ids: null,
};

const DELIVERY_ID = /^dlv_[0-9a-hjkmnp-tv-z]{26}$/;

export function isDeliveryId(text: string): boolean {
  return DELIVERY_ID.test(text);
}

/**
 * A whole id in the search box is a question for that one row. Searched for as text it would take a scan, page after
 * page, until the scan comes by its day.
 */
export function sharpen(filter: DeliveryFilter): DeliveryFilter {
  const text = filter.text?.trim() ?? "";
  if (text === "") return { ...filter, text: null };
  if (filter.ids === null && isDeliveryId(text)) return { ...filter, ids: [text], text: null };
  if (filter.eventId === null && isGatewayEventId(text)) return { ...filter, eventId: text, text: null };
  return { ...filter, text };
}

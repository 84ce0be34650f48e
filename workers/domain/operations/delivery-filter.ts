import type { DeliveryStatus } from "../delivery/delivery-state.ts";
import type { ErrorCategory } from "../delivery/error-category.ts";
import { timeOfId } from "../ids.ts";
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
  /** The status codes of the last answer, both ends included. */
  readonly httpStatus: { readonly from: number; readonly to: number } | null;
  readonly correlationId: string | null;
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
  correlationId: null,
  text: null,
  ids: null,
};

const REQUEST_ID = /^req_[0-9a-hjkmnp-tv-z]{26}$/;
const READING_MS = 5 * 60_000;
const DELIVERY_ID = /^dlv_[0-9a-hjkmnp-tv-z]{26}$/;

export function isDeliveryId(text: string): boolean {
  return DELIVERY_ID.test(text);
}

/**
 * A whole id in the search box is a question for that one row. Searched for as text it would take a scan, page after
 * page, until the scan comes by its day.
 */
export function sharpen(filter: DeliveryFilter): DeliveryFilter {
  return withinItsRequest(withoutText(filter));
}

function withoutText(filter: DeliveryFilter): DeliveryFilter {
  const text = filter.text?.trim() ?? "";
  if (text === "") return { ...filter, text: null };
  if (filter.ids === null && isDeliveryId(text)) return { ...filter, ids: [text], text: null };
  if (filter.eventId === null && isGatewayEventId(text)) return { ...filter, eventId: text, text: null };
  if (filter.correlationId === null && REQUEST_ID.test(text)) {
    return { ...filter, correlationId: text, text: null };
  }
  return { ...filter, text };
}

/**
 * A correlation id that the gateway made is the id of the request that brought the event, so its moment is known. Whoever
 * says a time looks for what came with it at other times too: a system may send an id on that it was given.
 */
function withinItsRequest(filter: DeliveryFilter): DeliveryFilter {
  const { correlationId, from, to } = filter;
  if (correlationId === null || from !== null || to !== null || !REQUEST_ID.test(correlationId))
    return filter;
  const madeAt = timeOfId(correlationId);
  // A request's id is made before its body is read, which may take as long as the platform lets a body take.
  return madeAt === null ? filter : { ...filter, from: madeAt, to: madeAt + READING_MS };
}

import { timeOfId } from "../ids.ts";

/** Where the deliveries of an event lie in the log. Times are epoch milliseconds, `to` is exclusive. */
export type EventPlace =
  /** The gateway named it, so its id tells when it was accepted: a range of the primary key. */
  | { readonly kind: "moment"; readonly from: number; readonly to: number }
  /** The caller named it: there is an index for these. */
  | { readonly kind: "named" }
  /** The caller named it like one of ours. No index has it, so only a bounded scan can find it. */
  | { readonly kind: "unknown" };

const PREFIX = "evt_";
const GATEWAY_EVENT_ID = /^evt_[0-9a-hjkmnp-tv-z]{26}$/;

/**
 * An event's `acceptedAt` is read once for a whole request, its id a little later, event by event. On Workers the clock
 * stands still in between; elsewhere the last event of a large batch is some hundred milliseconds behind.
 */
const ACCEPTED_EARLIER_MS = 2_000;

export function isGatewayEventId(text: string): boolean {
  return GATEWAY_EVENT_ID.test(text);
}

export function locateEvent(eventId: string): EventPlace {
  if (!eventId.startsWith(PREFIX)) return { kind: "named" };
  const madeAt = isGatewayEventId(eventId) ? timeOfId(eventId) : null;
  if (madeAt === null) return { kind: "unknown" };
  return { kind: "moment", from: madeAt - ACCEPTED_EARLIER_MS, to: madeAt + 1 };
}

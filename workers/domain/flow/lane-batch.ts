import type { DueDelivery } from "../messages.ts";
import type { BatchSettings } from "./flow-settings.ts";

/** How a lane's events go out in batches. Pure. */

export type NextLaneBatch =
  | { readonly kind: "batch"; readonly batch: readonly DueDelivery[] }
  | { readonly kind: "wait"; readonly because: "delay" | "gather"; readonly until: number };

/**
 * The oldest of a lane that go together now. One that failed goes again with the same events behind it, so that a receiver
 * knows the repetition. Otherwise as many as are there, and fewer than fill a batch only when the first has waited long enough.
 * @param lane in order, not empty
 */
export function nextLaneBatch(
  lane: readonly DueDelivery[],
  { size, maxBytes, timeoutMs }: Pick<BatchSettings, "size" | "maxBytes" | "timeoutMs">,
  delayMs: number,
  now: number,
): NextLaneBatch {
  const [first] = lane;
  if (first === undefined) return { kind: "batch", batch: [] };
  const pinned = pinnedCount(first);
  if (pinned !== null) return { kind: "batch", batch: lane.slice(0, Math.min(pinned, size)) };
  const startsAt = (one: DueDelivery) => (one.attempts > 0 ? 0 : one.event.acceptedAt + delayMs);
  if (startsAt(first) > now) return { kind: "wait", because: "delay", until: startsAt(first) };
  const ready = lane.slice(0, size);
  const early = ready.findIndex((one) => startsAt(one) > now);
  const batch = within(early < 0 ? ready : ready.slice(0, early), maxBytes);
  const isFull = batch.length >= size || (batch.length < ready.length && early !== batch.length);
  const until = startsAt(first) + timeoutMs;
  if (!isFull && first.attempts === 0 && until > now) return { kind: "wait", because: "gather", until };
  return { kind: "batch", batch };
}

/** At least one. */
function within(deliveries: readonly DueDelivery[], maxBytes: number): readonly DueDelivery[] {
  let bytes = 0;
  const end = deliveries.findIndex(({ payloadAt }, index) => {
    bytes += payloadAt.length;
    return index > 0 && bytes > maxBytes;
  });
  return end < 0 ? deliveries : deliveries.slice(0, end);
}

/**
 * Remember how many went with it. Of its own lane only, so that the name never joins two lanes to one batch.
 * @param eventIds of the request in which it was, in order; null: it was in none
 */
export function pinBatch(delivery: DueDelivery, eventIds: readonly string[] | null): DueDelivery {
  if (eventIds === null) return delivery;
  const { batch: _before, ...rest } = delivery;
  return eventIds[0] === delivery.event.id ? { ...rest, batch: `${delivery.id}+${eventIds.length}` } : rest;
}

function pinnedCount({ id, batch }: DueDelivery): number | null {
  if (batch === undefined || !batch.startsWith(`${id}+`)) return null;
  const count = Number(batch.slice(id.length + 1));
  return Number.isInteger(count) && count > 0 ? count : null;
}

import type { SourceDetail } from "./source-queries.ts";

type Seen = Pick<SourceDetail, "id"> & {
  readonly activity: { readonly recentEvents: readonly { readonly id: string }[] };
};

export function eventPath(eventId: string): string {
  return `/events/${encodeURIComponent(eventId)}`;
}

/** Of an id that begins with its source's: what the provider calls the event. */
export function ownPart(sourceId: string, eventId: string): string {
  return eventId.startsWith(`${sourceId}:`) ? eventId.slice(sourceId.length + 1) : eventId;
}

/**
 * All that the log has of a source: the ids of its events begin with its own. Null for one whose sender gives no ids; its
 * events are told by nothing that the log is searched by.
 */
export function logPath({ id, activity }: Seen): string | null {
  const prefix = `${id}:`;
  const isNamed = activity.recentEvents.some((event) => event.id.startsWith(prefix));
  return isNamed ? `/deliveries?text=${encodeURIComponent(prefix)}` : null;
}

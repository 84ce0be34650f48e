/**
 * The `webhook-id` of one of the messages that an event became: `evt_…~2`. A single one has the event's own id. `~` is in
 * no event's id, so no two messages of an organization share one; a dot would make the signed content ambiguous.
 */
export function messageIdOf(eventId: string, index: number, total: number): string {
  return total === 1 ? eventId : `${eventId}~${index + 1}`;
}

/** An event that a source has made, as somebody who looks at the source finds it again. */
export interface RecentEvent {
  readonly id: string;
  readonly type: string;
  /** When it was accepted, epoch milliseconds. */
  readonly at: number;
}

/** Kept in the row that is written anyway: with the longest ids and types, some 6 KB. */
export const MAX_RECENT_EVENTS = 20;

/** Newest first. One that comes under a known id again is that event, and has its later time. */
export function withRecentEvent(kept: readonly RecentEvent[], event: RecentEvent): readonly RecentEvent[] {
  return [event, ...kept.filter(({ id }) => id !== event.id)].slice(0, MAX_RECENT_EVENTS);
}

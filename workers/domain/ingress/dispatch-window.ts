/**
 * Which of the intake's chunks may be handed out now. A chunk is a row of several events; `seq` grows with every chunk.
 *
 * The window is bounded: chunks that wait in a queue behind a slow consumer would outlive their lease and be handed out
 * a second time. The leases live in memory on purpose. They are lost exactly when the object restarts, and then the
 * local queues have lost their messages too, so handing everything out again is right.
 */
export interface DispatchWindow {
  /** Every chunk up to here was handed out at least once since the object started. */
  dispatchedThrough: number;
  /** Handed out and not confirmed, by seq. */
  readonly leases: Map<number, Lease>;
  /** Events under lease. */
  inFlightEvents: number;
  /** Chunks up to here may have been handed out before a restart: their consumers look before they send. */
  readonly seenBefore: number;
}

export interface Lease {
  readonly events: number;
  readonly until: number;
}

export interface ChunkRange {
  readonly seq: number;
  readonly events: number;
}

/**
 * Longer than the longest delivery run (its own budget and one request's timeout), so a lease that ends means that its
 * consumer is gone.
 */
export const LEASE_MS = 180_000;

/** About what consumers finish in seconds; the rest stays where it is safe. */
export const MAX_IN_FLIGHT_EVENTS = 4_000;

/** `lastSeq` is the newest chunk found in storage at start. */
export function openWindow(lastSeq: number): DispatchWindow {
  return { dispatchedThrough: 0, leases: new Map(), inFlightEvents: 0, seenBefore: lastSeq };
}

/** How many events may be handed out now; zero while the window is full. */
export function room(window: DispatchWindow): number {
  return Math.max(0, MAX_IN_FLIGHT_EVENTS - window.inFlightEvents);
}

export function lease(window: DispatchWindow, chunk: ChunkRange, now: number): void {
  const previous = window.leases.get(chunk.seq);
  window.inFlightEvents += chunk.events - (previous?.events ?? 0);
  window.leases.set(chunk.seq, { events: chunk.events, until: now + LEASE_MS });
  window.dispatchedThrough = Math.max(window.dispatchedThrough, chunk.seq);
}

/** The consumer is done with the chunk, or it never got it: the room is free again. */
export function release(window: DispatchWindow, seq: number): void {
  const held = window.leases.get(seq);
  if (held === undefined) return;
  window.leases.delete(seq);
  window.inFlightEvents -= held.events;
}

/** Chunks whose consumer did not answer in time, oldest first. They stay leased until they are handed out again. */
export function overdue(window: DispatchWindow, now: number): number[] {
  const seqs: number[] = [];
  for (const [seq, held] of window.leases) if (held.until <= now) seqs.push(seq);
  return seqs.sort((a, b) => a - b);
}

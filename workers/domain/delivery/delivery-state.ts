export const DELIVERY_STATUSES = [
  /** Accepted, its first attempt is not over. */
  "pending",
  /** Kept back by an open circuit, an empty bucket, a batch, a lane or a delay, or until its credential is mended. */
  "held",
  /** Failed or restarted, due again at a stored time. */
  "retrying",
  "delivered",
  /** Given up. An operator or the dead-letter policy may restart it. */
  "dead_lettered",
  "discarded",
  /** No integration wanted the event. */
  "unmatched",
  /** Its integration's transformation decided that nothing is to be sent. */
  "cancelled",
] as const;

export type DeliveryStatus = (typeof DELIVERY_STATUSES)[number];

/** What may follow each status. The only place that knows. */
const TRANSITIONS = {
  pending: ["held", "retrying", "delivered", "dead_lettered", "discarded", "unmatched", "cancelled"],
  // Itself: what it waited for is no better.
  held: ["held", "retrying", "delivered", "dead_lettered", "discarded", "cancelled"],
  // Itself: failed again, with a later due time.
  retrying: ["retrying", "held", "delivered", "dead_lettered", "discarded", "cancelled"],
  dead_lettered: ["retrying", "discarded"],
  // An operator may replay it; nothing else touches it.
  delivered: ["retrying"],
  discarded: [],
  unmatched: [],
  // An operator may replay it, after the transformation was changed.
  cancelled: ["retrying"],
} as const satisfies Readonly<Record<DeliveryStatus, readonly DeliveryStatus[]>>;

/** The statuses that may follow `From`. */
export type NextStatus<From extends DeliveryStatus> = (typeof TRANSITIONS)[From][number];

/**
 * May a delivery go from one status to the other? Asked before a write, because a message seen twice may
 * arrive late: a delivered one must not turn into `retrying` again.
 */
export function canTransition(from: DeliveryStatus, to: DeliveryStatus): boolean {
  const allowed: readonly DeliveryStatus[] = TRANSITIONS[from];
  return allowed.includes(to);
}

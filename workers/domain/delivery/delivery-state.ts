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
  /** Nothing is to be sent: its integration's transformation decided so, or an operator called it off. */
  "cancelled",
  /** The same as another one that came before it, within the integration's window: not sent. */
  "duplicate",
] as const;

export type DeliveryStatus = (typeof DELIVERY_STATUSES)[number];

/** What may follow each status. The only place that knows. */
const TRANSITIONS = {
  pending: [
    "held",
    "retrying",
    "delivered",
    "dead_lettered",
    "discarded",
    "unmatched",
    "cancelled",
    "duplicate",
  ],
  // Itself: what it waited for is no better.
  held: ["held", "retrying", "delivered", "dead_lettered", "discarded", "cancelled"],
  // Itself: failed again, with a later due time.
  retrying: ["retrying", "held", "delivered", "dead_lettered", "discarded", "cancelled"],
  dead_lettered: ["retrying", "discarded"],
  // An operator may replay it; nothing else touches it.
  delivered: ["retrying"],
  // An undo of the job that discarded it, within its window.
  discarded: ["dead_lettered"],
  unmatched: [],
  // An operator may replay it, after the transformation was changed.
  cancelled: ["retrying"],
  // An operator may know better.
  duplicate: ["retrying"],
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

import type { AttemptRecord, DeliveryRecord } from "../ports.ts";

const WHY = {
  first_attempt: "The first attempt.",
  backoff: "The retry policy waits this long after such an attempt.",
  last_attempt_at_deadline: "The last attempt, exactly at the retry policy's deadline.",
  receiver_asked: "The receiver named this moment.",
  receiver_asked_capped: "The receiver asked for longer; this is the most that the integration allows.",
  automatic_retry: "The dead-letter policy starts it again by itself.",
  restarted: "An operator or a job restarted it.",
  credential: "It was kept for its credential, until that was mended or nobody had mended it in time.",
  more_messages: "An attempt had no time left for all of its messages; this one sends the others.",
  held: "It was kept back without an attempt; the delivery's detail says why.",
} as const;

export type TimelineReason = keyof typeof WHY;

/** Why an attempt is made when it is made. */
export interface Cause {
  readonly reason: TimelineReason;
  readonly why: string;
}

export function causeOf(reason: TimelineReason): Cause {
  return { reason, why: WHY[reason] };
}

export interface PastAttempt extends Cause {
  readonly record: AttemptRecord;
  /** The moment that was planned for it; null for a first attempt and for a restart. */
  readonly plannedAt: number | null;
}

/** Attempts that were made, each with what had planned it. `rows` are oldest first, and may lack the oldest. */
export function explainAttempts(rows: readonly AttemptRecord[]): readonly PastAttempt[] {
  return rows.map((record, index) => {
    const before = rows[index - 1];
    // Without the one before it nobody knows, unless it is the very first.
    if (before === undefined) {
      return { record, plannedAt: null, ...causeOf(record.attempt === 1 ? "first_attempt" : "backoff") };
    }
    const reason = causeAfter(before, record.at);
    return { record, plannedAt: reason === "restarted" ? null : before.nextRetryAt, ...causeOf(reason) };
  });
}

function causeAfter(before: AttemptRecord, at: number): TimelineReason {
  const { nextRetryAt, retryReason } = before;
  if (nextRetryAt === null) return "restarted";
  if (retryReason === "credential") return "credential";
  // Nothing goes out before its time, except by somebody's hand.
  if (at < nextRetryAt) return "restarted";
  return plannedCause(retryReason);
}

function plannedCause(retryReason: string | null): TimelineReason {
  if (retryReason !== null && Object.hasOwn(WHY, retryReason)) return retryReason as TimelineReason;
  // What ended as a dead letter and had a time came back by its policy.
  return "automatic_retry";
}

/** Why a waiting delivery is due when it is due. `last` is its newest attempt. */
export function causeOfNext(
  { status, nextRetryAt }: Pick<DeliveryRecord, "status" | "nextRetryAt">,
  last: AttemptRecord | null,
): Cause {
  if (status === "pending") return causeOf("first_attempt");
  if (status === "dead_lettered") return causeOf("automatic_retry");
  if (status === "held") return causeOf(last?.retryReason === "credential" ? "credential" : "held");
  const isPlanned = last !== null && last.nextRetryAt === nextRetryAt;
  return causeOf(isPlanned ? plannedCause(last.retryReason) : "restarted");
}

import type { AttemptRecord, DeliveryRecord } from "../ports.ts";

const WHY = {
  backoff: "The integration's retry policy waits this long after such an attempt.",
  last_attempt_at_deadline: "The last attempt, exactly at the retry policy's deadline.",
  receiver_asked: "The receiver named this moment.",
  receiver_asked_capped: "The receiver asked for longer; this is the most that the integration allows.",
  automatic_retry: "The integration's dead-letter policy starts it again by itself.",
  restarted: "An operator or a job restarted it.",
  held: "It is looked at again then, or as soon as what holds it back has ended; the detail says what that is.",
} as const;

export type NextRetryReason = keyof typeof WHY;

export interface NextRetry {
  readonly at: number;
  readonly reason: NextRetryReason;
  /** The same for people, one sentence. */
  readonly why: string;
}

/** When the delivery is tried again, and why then; null when it is not. `last` is its newest attempt. */
export function nextRetryOf(
  record: Pick<DeliveryRecord, "status" | "nextRetryAt">,
  last: Pick<AttemptRecord, "nextRetryAt" | "retryReason"> | null,
): NextRetry | null {
  if (record.nextRetryAt === null) return null;
  const reason = reasonOf(record.status, record.nextRetryAt, last);
  return { at: record.nextRetryAt, reason, why: WHY[reason] };
}

function reasonOf(
  status: DeliveryRecord["status"],
  at: number,
  last: Pick<AttemptRecord, "nextRetryAt" | "retryReason"> | null,
): NextRetryReason {
  if (status === "held") return "held";
  if (status === "dead_lettered") return "automatic_retry";
  const planned = last?.retryReason ?? "";
  return last?.nextRetryAt === at && Object.hasOwn(WHY, planned) ? (planned as NextRetryReason) : "restarted";
}

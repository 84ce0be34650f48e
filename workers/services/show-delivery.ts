import { type NextRetry, nextRetryOf } from "#domain/operations/next-retry";
import type { AttemptRecord, DeliveryRecord } from "#domain/ports";
import type { AttemptTrace } from "./attempt-delivery.ts";
import type { OperationServices } from "./operation-services.ts";
import { findDelivery } from "./restart-delivery.ts";
import { runLimited } from "./run-limited.ts";

type Services = Pick<OperationServices, "deliverySearch" | "bodies">;

export interface ShownAttempt {
  readonly record: AttemptRecord;
  /** Null when its body is no longer kept. */
  readonly trace: AttemptTrace | null;
}

export interface ShownDelivery {
  readonly record: DeliveryRecord;
  /** Oldest first; of very many the newest. */
  readonly attempts: readonly ShownAttempt[];
  /** Null when the payload is no longer kept. */
  readonly payloadText: string | null;
  readonly nextRetry: NextRetry | null;
}

/** The retry policy's longest schedules stay below this; replays may come on top. */
const MAX_ATTEMPTS = 50;
const CONCURRENT_READS = 6;

/** Everything that is known of one delivery. */
export async function showDelivery(services: Services, orgId: string, id: string): Promise<ShownDelivery> {
  const record = await findDelivery(services, orgId, id);
  const [rows, payloadText] = await Promise.all([
    services.deliverySearch.attempts(orgId, id, MAX_ATTEMPTS),
    services.bodies.read(record.payloadAt),
  ]);
  const attempts = withCleanFirst(record, rows);
  const traces = await runLimited(
    attempts,
    CONCURRENT_READS,
    () => true,
    async ({ recordAt }) => readTrace(await services.bodies.read(recordAt)),
  );
  return {
    record,
    attempts: attempts.map((attempt, index) => ({ record: attempt, trace: traces[index] ?? null })),
    payloadText,
    nextRetry: nextRetryOf(record, rows.at(-1) ?? null),
  };
}

/** A delivery that succeeded at once has no rows of attempts: its record is the attempt. */
export function withCleanFirst(
  record: DeliveryRecord,
  rows: readonly AttemptRecord[],
): readonly AttemptRecord[] {
  const { id, attempts, attemptedAt, attemptAt } = record;
  const known = rows.some(({ attempt }) => attempt === attempts);
  if (known || attempts === 0 || attemptedAt === null || attemptAt === null) return rows;
  const first: AttemptRecord = {
    deliveryId: id,
    attempt: attempts,
    at: attemptedAt,
    category: record.category,
    httpStatus: record.httpStatus,
    durationMs: record.durationMs ?? 0,
    detail: record.status === "delivered" ? record.detail : null,
    nextRetryAt: null,
    retryReason: null,
    recordAt: attemptAt,
  };
  return [...rows, first];
}

function readTrace(text: string | null): AttemptTrace | null {
  return text === null || text === "" ? null : (JSON.parse(text) as AttemptTrace);
}

import { createHash } from "node:crypto";
import type { DeliveryStatus } from "../workers/domain/delivery/delivery-state.ts";
import type { ErrorCategory } from "../workers/domain/delivery/error-category.ts";
import { createTimeOrderedId, deliveryId } from "../workers/domain/ids.ts";

/** A week of a busy organization's log: some dozens of integrations, few failures, the last day the busiest. */

export const INTEGRATIONS = 50;
const DAY_MS = 86_400_000;
const TYPES = ["order.created", "order.paid", "order.shipped", "invoice.paid", "customer.created"];
/** One in two hundred: what somebody looks for who filters by it. */
const RARE_TYPE = "payment.failed";

const FAILURES: readonly { category: ErrorCategory; httpStatus: number | null; detail: string }[] = [
  { category: "SERVER_ERROR", httpStatus: 503, detail: "the target answered 503" },
  { category: "SERVER_ERROR", httpStatus: 500, detail: "the target answered 500" },
  { category: "TIMEOUT", httpStatus: null, detail: "no complete answer within 15000 ms" },
  { category: "AUTH", httpStatus: 401, detail: "the target answered 401" },
  { category: "RATE_LIMIT", httpStatus: 429, detail: "the target answered 429" },
  { category: "CLIENT_ERROR", httpStatus: 404, detail: "the target answered 404" },
  { category: "NETWORK", httpStatus: null, detail: "no connection to the target: connection refused" },
];

export function noise(n: number, what: string): Buffer {
  return createHash("sha256").update(`${what} ${n}`).digest();
}

/** Half of everything within the last day; the newest a second ago. */
export function acceptedAt(n: number, total: number, now: number): number {
  const age = (total - n) / total;
  const ageMs = age < 0.5 ? age * 2 * DAY_MS : DAY_MS + (age - 0.5) * 2 * 6 * DAY_MS;
  return Math.floor(now - 1_000 - ageMs);
}

export function statusOf(n: number): DeliveryStatus {
  const place = n % 200;
  if (place < 6) return "dead_lettered";
  if (place < 8) return "retrying";
  if (place < 9) return "held";
  if (place < 10) return "unmatched";
  return "delivered";
}

/** As the log keeps it. The same in every run, but for its moment. */
export function deliveryOf(n: number, total: number, now: number, integrationIds: readonly string[]) {
  const at = acceptedAt(n, total, now);
  const status = statusOf(n);
  const eventType = n % 200 === 100 ? RARE_TYPE : (TYPES[n % TYPES.length] ?? "order.created");
  const eventId = createTimeOrderedId("evt", at, noise(n, "event").subarray(0, 10));
  const correlationId =
    n % 10 === 0
      ? `caller-${noise(n, "caller").toString("hex").slice(0, 16)}`
      : createTimeOrderedId("req", at, noise(n, "request").subarray(0, 10));
  const failure = status === "dead_lettered" || status === "retrying" ? FAILURES[n % FAILURES.length] : null;
  const tried = status !== "held" && status !== "unmatched";
  const event = {
    id: eventId,
    type: eventType,
    occurredAt: new Date(at).toISOString(),
    labels: {
      tenant: `shop-${n % 97}`,
      region: "eu",
      source: `src_${noise(n % 20, "source").toString("hex")}`,
    },
    acceptedAt: at,
    correlationId,
  };
  return {
    id: deliveryId(at, noise(n, "delivery").subarray(0, 10)),
    eventId,
    eventType,
    integrationId: integrationIds[n % integrationIds.length] ?? "",
    status,
    category: failure?.category ?? null,
    httpStatus: failure === null || failure === undefined ? (tried ? 200 : null) : failure.httpStatus,
    attempts: tried ? (failure === null ? 1 : 3) : 0,
    acceptedAt: at,
    attemptedAt: tried ? at + 40 : null,
    firstAttemptAt: tried ? at + 40 : null,
    nextRetryAt: status === "retrying" || status === "held" ? now + 3_600_000 : null,
    durationMs: tried ? 20 + (noise(n, "duration").readUInt16BE(0) % 900) : null,
    correlationId,
    detail: failure === null || failure === undefined ? null : `${failure.detail}; attempt ${n}`,
    event: JSON.stringify(event),
    payloadAt: { key: `bench/segments/none`, offset: n * 512, length: 512 },
    attemptAt: tried ? { key: `bench/attempts/none`, offset: n * 900, length: 900 } : null,
  };
}

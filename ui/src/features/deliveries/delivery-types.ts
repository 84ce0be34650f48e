import type { components } from "~/api/openapi.d.ts";

type Schemas = components["schemas"];

export type Delivery = Schemas["DeliverySummary"];
export type DeliveryDetail = Schemas["Delivery"];
export type DeliveryStatus = Schemas["DeliveryStatus"];
export type ErrorCategory = NonNullable<Schemas["ErrorCategory"]>;
export type Attempt = Schemas["DeliveryAttempt"];
export type Step = Schemas["Step"];
export type SentRequest = NonNullable<Attempt["request"]>;
export type GotResponse = NonNullable<Attempt["response"]>;
export type Schedule = Schemas["RetrySchedule"];

export const DELIVERY_STATUSES = [
  "pending",
  "held",
  "retrying",
  "delivered",
  "dead_lettered",
  "discarded",
  "unmatched",
  "cancelled",
  "duplicate",
] as const satisfies readonly DeliveryStatus[];

export const ERROR_CATEGORIES = [
  "NETWORK",
  "TIMEOUT",
  "AUTH",
  "RATE_LIMIT",
  "VALIDATION",
  "SERVER_ERROR",
  "CLIENT_ERROR",
] as const satisfies readonly ErrorCategory[];

/** Something still happens to it by itself: worth looking at again. */
export function isMoving(status: DeliveryStatus): boolean {
  return status === "pending" || status === "held" || status === "retrying";
}

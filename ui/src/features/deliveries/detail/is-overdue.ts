import type { DeliveryStatus } from "../delivery-types.ts";

/** It is held beyond its moment. What waits for others in its lane has that of its acceptance. */
export function isOverdue(
  { status, nextRetryAt }: { readonly status: DeliveryStatus; readonly nextRetryAt: string | null },
  nowMs: number,
): boolean {
  return status === "held" && nextRetryAt !== null && Date.parse(nextRetryAt) <= nowMs;
}

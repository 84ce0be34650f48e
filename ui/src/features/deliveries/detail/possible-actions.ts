import type { Permission } from "~/api/permission.ts";
import type { DeliveryStatus } from "../delivery-types.ts";

export type DeliveryAction = "replay" | "retry" | "discard" | "cancel";

const NEEDS: Readonly<Record<DeliveryAction, Permission>> = {
  replay: "deliveries:replay",
  retry: "deadletters:retry",
  discard: "deadletters:discard",
  cancel: "deadletters:discard",
};

/** The gateway takes what should have gone out so long ago as lost, and lets it be sent again. */
const STUCK_AFTER_MS = 15 * 60_000;

/** What can be done with a delivery as it is now, by somebody with these permissions. */
export function possibleActions(
  delivery: { readonly status: DeliveryStatus; readonly nextRetryAt: string | null },
  may: (permission: Permission) => boolean,
  nowMs: number,
): readonly DeliveryAction[] {
  return byState(delivery, nowMs).filter((action) => may(NEEDS[action]));
}

function byState(
  { status, nextRetryAt }: { readonly status: DeliveryStatus; readonly nextRetryAt: string | null },
  nowMs: number,
): readonly DeliveryAction[] {
  switch (status) {
    case "dead_lettered":
      return ["retry", "discard"];
    case "delivered":
    case "cancelled":
    case "duplicate":
      return ["replay"];
    case "held":
    case "retrying":
      return nextRetryAt !== null && Date.parse(nextRetryAt) < nowMs - STUCK_AFTER_MS
        ? ["replay", "cancel"]
        : ["cancel"];
    case "pending":
    case "discarded":
    case "unmatched":
      return [];
  }
}

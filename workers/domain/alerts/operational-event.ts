import { isOperationalType, OPERATIONAL_PREFIX } from "../routing/operational-type.ts";
import type { Alert } from "./alert.ts";

export type AlertChange = "raised" | "resolved";

/** `gateway.health_score.raised`: what integrations subscribe to. */
export function alertEventType({ kind }: Pick<Alert, "kind">, change: AlertChange): string {
  return `${OPERATIONAL_PREFIX}${kind}.${change}`;
}

/** The same for the same notice: one that is sent again after a crash is recognised as the same event. */
export function alertEventId({ id }: Pick<Alert, "id">, change: AlertChange): string {
  return `${id}:${change}`;
}

/** A failed notice must not raise an alert of its own: its notice would fail as well, and so on. */
export function mayRaise(eventType: string): boolean {
  return !isOperationalType(eventType);
}

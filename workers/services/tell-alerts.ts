import type { Alert, Notice } from "#domain/alerts/alert";
import { type AlertChange, alertEventId, alertEventType } from "#domain/alerts/operational-event";
import { matchesEventType } from "#domain/routing/event-type-pattern";
import type { OrganizationConfig } from "#domain/tenancy/organization-config";
import { acceptEvents } from "./accept-events.ts";
import type { AlertServices } from "./alert-services.ts";

type Tools = Pick<AlertServices, "alerts" | "alertRules"> & Parameters<typeof acceptEvents>[0];

const NOTICES_PER_RUN = 100;
/** What the organization's own quota or storage refused for so long is no news any more. */
const GIVE_UP_MS = 86_400_000;

/**
 * Send the notices that are owed, as events of the organization itself: accepted, signed and retried like all others. The
 * debt is paid off only when the event is in custody, so a crash in between sends the same event again, and its id says so.
 */
export async function tellAlerts(services: Tools, config: OrganizationConfig): Promise<void> {
  const { orgId } = config;
  for (const alert of await services.alerts.owed(orgId, NOTICES_PER_RUN)) {
    if (alert.raisedNotice === "owed") await tell(services, config, alert, "raised");
    if (alert.resolvedNotice === "owed") await tell(services, config, alert, "resolved");
  }
}

async function tell(
  services: Tools,
  config: OrganizationConfig,
  alert: Alert,
  change: AlertChange,
): Promise<void> {
  const notice = await send(services, config, alert, change);
  if (notice !== "owed") await services.alerts.told(config.orgId, alert.id, change, notice);
}

async function send(
  services: Tools,
  config: OrganizationConfig,
  alert: Alert,
  change: AlertChange,
): Promise<Notice> {
  const type = alertEventType(alert, change);
  const heard = config.integrations.some(
    ({ enabled, eventTypes }) => enabled && matchesEventType(eventTypes, type),
  );
  if (!heard) return "no_subscriber";
  const rule = await services.alertRules.find(config.orgId, alert.ruleId);
  const id = alertEventId(alert, change);
  const at = change === "raised" ? alert.openedAt : (alert.resolvedAt ?? alert.lastAt);
  const envelope = { type, id, occurredAt: new Date(at).toISOString(), labels: {} };
  const payloadJson = JSON.stringify(payloadOf(config, alert, change, rule?.name ?? ""));
  try {
    // Taken before with a payload that differed in its counter: the receiver has it.
    await acceptEvents(services, config.orgId, [{ envelope, payloadJson, pointer: "" }], id, null);
    return "sent";
  } catch (error) {
    console.error(
      JSON.stringify({ event: "alert.not_told", orgId: config.orgId, alert: id, error: String(error) }),
    );
    return services.now() - at > GIVE_UP_MS ? "given_up" : "owed";
  }
}

function payloadOf(config: OrganizationConfig, alert: Alert, change: AlertChange, ruleName: string) {
  const { id, ruleId, kind, subject, detail, value, openedAt, resolvedAt, occurrences } = alert;
  const name =
    subject.kind === "integration" ? (config.integrationsById.get(subject.id)?.name ?? null) : null;
  return {
    alertId: id,
    state: change,
    kind,
    rule: { id: ruleId, name: ruleName },
    subject: { ...subject, name },
    detail,
    value,
    occurrences,
    openedAt: new Date(openedAt).toISOString(),
    resolvedAt: change === "raised" || resolvedAt === null ? null : new Date(resolvedAt).toISOString(),
  };
}

import type { AlertCondition, AlertRule } from "#domain/alerts/alert-rule";
import type { Services } from "#services/composition";
import { createAlertRule } from "#services/manage-alert-rules";

export function makeAlertRule(
  services: Services,
  orgId: string,
  name: string,
  condition: AlertCondition = { kind: "exhausted", quietMinutes: 60 },
): Promise<AlertRule> {
  const draft = { name, condition, integrationIds: null, enabled: true, mutedUntil: null };
  return createAlertRule(services, orgId, draft);
}

/** Open, and about something that is nowhere; two calls make two alerts. */
export async function makeAlert(
  services: Services,
  orgId: string,
  ruleId: string,
  detail: string,
): Promise<string> {
  const id = services.createId("alr");
  const violation = { subject: { kind: "integration", id: `int_${id}` }, detail, value: null } as const;
  const raised = { id, ruleId, kind: "exhausted", violation, muted: false, at: services.now() } as const;
  await services.alerts.apply(orgId, [raised], [], []);
  return id;
}

import type { Alert } from "#domain/alerts/alert";
import type { AlertRecords } from "#domain/alerts/ports";
import { Problem } from "#domain/problem";

interface Services {
  readonly alerts: AlertRecords;
  readonly now: () => number;
}

/** @throws Problem 404 */
export async function findAlert(
  { alerts }: Pick<Services, "alerts">,
  orgId: string,
  id: string,
): Promise<Alert> {
  const alert = await alerts.find(orgId, id);
  if (alert !== null) return alert;
  throw new Problem("not_found", `There is no alert ${id}. GET /api/v1/alerts lists yours.`);
}

/** Somebody looks after it. The first who says so stays named. */
export async function acknowledgeAlert(
  services: Services,
  orgId: string,
  id: string,
  by: string,
): Promise<{ readonly before: Alert; readonly after: Alert }> {
  const before = await findAlert(services, orgId, id);
  await services.alerts.acknowledge(orgId, id, by, services.now());
  return { before, after: await findAlert(services, orgId, id) };
}

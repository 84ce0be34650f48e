import type { AlertFactRecords, AlertRecords, AlertRuleRepository } from "#domain/alerts/ports";
import type { HealthRecords } from "#domain/health/ports";
import type { Sweeps } from "#domain/operations/ports";
import type { AcceptServices } from "./accept-events.ts";
import type { HealthWatch } from "./show-health.ts";

/** What watching, raising and telling need. A test passes its own. */
export interface AlertServices extends AcceptServices {
  readonly alertRules: AlertRuleRepository;
  readonly alerts: AlertRecords;
  readonly alertFacts: AlertFactRecords;
  readonly healthRecords: HealthRecords;
  readonly healthWatch: HealthWatch;
  readonly sweeps: Sweeps;
  readonly createId: (prefix: string) => string;
}

import type {
  DeliveryChanges,
  DeliverySearch,
  Housekeeping,
  JobRepository,
  Sweeps,
} from "#domain/operations/ports";
import type { BodyStore, Configurations, Intake, IntegrationQueue, JobQueue } from "#domain/ports";

import type { ProxyCallLog } from "#domain/proxy/ports";
import type { DeliveryServices } from "./delivery-services.ts";

/** What reading the log, restarting deliveries, jobs and the cron need. A test passes its own. */
export interface OperationServices {
  readonly deliverySearch: DeliverySearch;
  readonly deliveryChanges: DeliveryChanges;
  readonly jobs: JobRepository;
  readonly jobQueue: JobQueue;
  readonly sweeps: Sweeps;
  readonly housekeeping: Housekeeping;
  readonly proxyCallLog: ProxyCallLog;
  readonly integrations: IntegrationQueue;
  readonly intake: Intake;
  readonly configurations: Configurations;
  readonly bodies: BodyStore;
  readonly deliveryId: DeliveryServices["deliveryId"];
  /** A new time-ordered id: `createId("job")`. */
  readonly createId: (prefix: string) => string;
  readonly now: () => number;
}

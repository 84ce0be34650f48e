import type { CircuitWatch } from "#domain/flow/ports";
import type {
  BodyStore,
  Configurations,
  DeliveryLog,
  Intake,
  IntegrationQueue,
  IntegrationSwitch,
  SendRequest,
} from "#domain/ports";
import type { AttemptTools } from "./attempt-delivery.ts";
import type { AlertNotes } from "./note-alerts.ts";
import type { ChangeJournal } from "./record-system-change.ts";

/** What delivering needs. A test passes its own. */
export interface DeliveryServices extends Omit<AttemptTools, "send"> {
  /** One for every run: its requests share what would otherwise be made for each. */
  readonly openSender: () => SendRequest;
  readonly intake: Intake;
  readonly integrations: IntegrationQueue;
  readonly integrationSwitch: IntegrationSwitch;
  readonly configurations: Configurations;
  readonly bodies: BodyStore;
  readonly log: DeliveryLog;
  readonly circuitWatch: CircuitWatch;
  /** Where an integration that the gateway switches off by itself is recorded. */
  readonly changeJournal: ChangeJournal;
  /** Who is told of deliveries that were given up, and of integrations that were switched off. */
  readonly alertNotes: AlertNotes;
  readonly deliveryId: (orgId: string, eventId: string, integrationId: string, acceptedAt: number) => string;
  /** A hash as text: contents that are compared travel as nothing else. */
  readonly digest: (text: string) => string;
  readonly random: () => number;
  /** Requests in flight per run. */
  readonly concurrentRequests: number;
}

/**
 * A run starts no request after this long; what is left waits in its IntegrationObject. One hanging endpoint would
 * otherwise keep a whole batch of other people's deliveries from being confirmed.
 */
export const RUN_BUDGET_MS = 20_000;

/** The platform allows 10,000 subrequests per invocation; sends may use up this part, writing down needs the rest. */
export const RUN_REQUESTS = 4_000;

/**
 * Deliveries that are sent and then written down together: the most that a run's death can send a second time, and
 * the most whose traces are in memory at once.
 */
export const SLICE_DELIVERIES = 500;

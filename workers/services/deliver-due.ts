import type { BodyPointer } from "#domain/event";
import type { DeliveriesMessage, DueDelivery } from "#domain/messages";
import { type Integration, isDelivering, type OrganizationConfig } from "#domain/tenancy/organization-config";
import { type AttemptTools, attemptDelivery, type Step } from "./attempt-delivery.ts";
import { countChecks } from "./count-checks.ts";
import { concludeAttempt, type DeliveryOutcome, giveUp, postpone } from "./delivery-outcome.ts";
import { type DeliveryServices, RUN_BUDGET_MS, RUN_REQUESTS } from "./delivery-services.ts";
import { disableIntegrations, noteGivenUp, settleAll } from "./finish-run.ts";
import { watchTargets } from "./hanging-targets.ts";
import { readPayload } from "./read-payload.ts";
import { runLimited } from "./run-limited.ts";

/** A payload may be missing for a moment after a crash, until the intake hands its event out again. */
const PAYLOAD_GRACE_MS = 15 * 60_000;
const PAYLOAD_RETRY_MS = 10_000;

/** What the deliveries of one run share. */
interface DueRun {
  readonly tools: AttemptTools;
  readonly targets: ReturnType<typeof watchTargets>;
  readonly mayContinue: () => boolean;
  readonly spend: (requests: number) => void;
}

interface Due {
  readonly delivery: DueDelivery;
  readonly integrationId: string;
}

/** Later attempts. Their IntegrationObject owns them until `settle`; a run that dies is handed out again. */
export async function deliverDue(
  services: DeliveryServices,
  messages: readonly DeliveriesMessage[],
): Promise<void> {
  const byOrganization = Map.groupBy(messages, (message) => message.orgId);
  const runs = [...byOrganization].map(([orgId, own]) => deliverForOrganization(services, orgId, own));
  // All of them to their end: what still runs when the consumer returns is cut off in the middle of its requests.
  const failed = (await Promise.allSettled(runs)).find((run) => run.status === "rejected");
  if (failed !== undefined) throw failed.reason;
}

async function deliverForOrganization(
  services: DeliveryServices,
  orgId: string,
  messages: readonly DeliveriesMessage[],
): Promise<void> {
  const minVersion = Math.max(...messages.map((message) => message.configVersion));
  // A deleted organization's deliveries go with it: to ask its objects, or to give them up, would write something anew.
  if ((await services.configurations.load(orgId, minVersion)) === null) return;
  const due = await claim(services, orgId, messages);
  const config = await configFor(services, orgId, minVersion, due);
  const segment = services.bodies.openSegment(orgId, services.now());
  const startBefore = services.now() + RUN_BUDGET_MS;
  const targets = watchTargets();
  let requestsLeft = RUN_REQUESTS;
  const run: DueRun = {
    targets,
    tools: { ...services, send: services.openSender() },
    mayContinue: () => services.now() < startBefore && requestsLeft > 0,
    spend: (requests) => {
      requestsLeft -= requests;
    },
  };
  const results = await runLimited(
    due,
    services.concurrentRequests,
    ({ integrationId }) => run.mayContinue() && !targets.isHanging(integrationId),
    (item) => attemptOne(services, run, config, item),
  );
  const finished = results.flatMap((result): DeliveryOutcome[] => {
    if (result === null) return [];
    return [typeof result === "function" ? result((text) => segment.add(text)) : result];
  });
  const stored = await segment.write();
  await services.log.record(
    orgId,
    // One that only waits a little longer is in the log as waiting already.
    finished.flatMap(({ record, attemptRecord }) =>
      record.status === "held" && attemptRecord === null ? [] : record,
    ),
    finished.flatMap((outcome) => outcome.attemptRecord ?? []),
    [stored],
    countChecks(finished, services.now()),
  );
  if (config !== null) await disableIntegrations(services, config, finished);
  await settleAll(services, orgId, [...finished, ...notStarted(due, results)]);
  await noteGivenUp(services, orgId, finished);
}

/** Their rows are as they were and still due: to write each anew would cost a row per delivery and run. */
function notStarted(due: readonly Due[], results: readonly (DeliveryOutcome | Conclude | null)[]) {
  return due.flatMap(({ delivery, integrationId }, index) =>
    results[index] === null
      ? [{ integrationId, settlement: { kind: "released", id: delivery.id } as const }]
      : [],
  );
}

/** Before a delivery is given up because its integration is off, look afresh: it may have been switched on just now. */
async function configFor(
  services: DeliveryServices,
  orgId: string,
  minVersion: number,
  due: readonly Due[],
): Promise<OrganizationConfig | null> {
  const config = await services.configurations.load(orgId, minVersion);
  if (config === null) return null;
  const anyRefused = due.some(
    ({ integrationId }) => refuse(config.integrationsById.get(integrationId)) !== null,
  );
  return anyRefused ? services.configurations.load(orgId, config.version + 1) : config;
}

/** A message may have been handed out twice; each delivery goes to the run that asks first. */
async function claim(
  services: DeliveryServices,
  orgId: string,
  messages: readonly DeliveriesMessage[],
): Promise<readonly Due[]> {
  const claimed = await Promise.all(
    messages.map(async ({ integrationId, ids }) => {
      const deliveries = await services.integrations.claim({ orgId, integrationId }, ids);
      return deliveries.map((delivery): Due => ({ delivery, integrationId }));
    }),
  );
  return claimed.flat();
}

type Conclude = (keep: (text: string) => BodyPointer) => DeliveryOutcome;

async function attemptOne(
  services: DeliveryServices,
  { tools, targets, mayContinue, spend }: DueRun,
  config: OrganizationConfig | null,
  { delivery, integrationId }: Due,
): Promise<DeliveryOutcome | Conclude> {
  const integration = config?.integrationsById.get(integrationId);
  const refusal = refuse(integration);
  if (integration === undefined || refusal !== null) {
    return giveUp(delivery, integrationId, refusal ?? "", services.now());
  }
  const payload = await readPayload(services.bodies, delivery.payloadAt);
  if (payload === null) return withoutPayload(delivery, integrationId, services.now());
  const match: Step = { name: "match", durationMs: 0, detail: `attempt ${delivery.attempts + 1}` };
  const attempt = await attemptDelivery(tools, integration, delivery.event, payload, {
    before: [match],
    partsDone: delivery.partsDone,
    mayContinue,
  });
  // Its payload was read, too.
  spend(attempt.requests + 1);
  targets.note(integrationId, attempt.exchange.result);
  return (keep) =>
    concludeAttempt(delivery, integration, attempt, keep(JSON.stringify(attempt.trace)), services.random);
}

function refuse(integration: Integration | undefined): string | null {
  if (integration === undefined) return "The integration was deleted before this delivery was made.";
  return isDelivering(integration) ? null : "The integration was switched off. Switch it on and retry.";
}

function withoutPayload(delivery: DueDelivery, integrationId: string, now: number): DeliveryOutcome {
  return now - delivery.event.acceptedAt < PAYLOAD_GRACE_MS
    ? postpone(delivery, integrationId, now + PAYLOAD_RETRY_MS, "Its payload is not readable yet.")
    : giveUp(delivery, integrationId, "Its payload is no longer kept, so it cannot be sent again.", now);
}

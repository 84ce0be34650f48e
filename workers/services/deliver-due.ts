import type { BodyPointer } from "#domain/event";
import type { BatchSettings } from "#domain/flow/flow-settings";
import { DELAY_DETAIL } from "#domain/flow/hold-detail";
import type { DeliveriesMessage, DueDelivery } from "#domain/messages";
import { type Integration, isDelivering, type OrganizationConfig } from "#domain/tenancy/organization-config";
import { attemptBatch } from "./attempt-batch.ts";
import { attemptBatchesInOrder } from "./attempt-batches-in-order.ts";
import { type AttemptTrace, attemptDelivery, type Step } from "./attempt-delivery.ts";
import { admitStep } from "./attempt-trace.ts";
import { cutDueToUnits, type Due, type DueRun, type DueUnit, tracesIn } from "./batch-units.ts";
import { countChecks } from "./count-checks.ts";
import {
  concludeAttempt,
  type DeliveryOutcome,
  giveUp,
  postpone,
  staysInItsLane,
  stopLane,
} from "./delivery-outcome.ts";
import { type DeliveryServices, RUN_BUDGET_MS, RUN_REQUESTS } from "./delivery-services.ts";
import { disableIntegrations, noteGivenUp, settleAll } from "./finish-run.ts";
import { rulesText } from "./flow-rules-text.ts";
import { forEachOrganization } from "./for-each-organization.ts";
import { watchTargets } from "./hanging-targets.ts";
import { withoutPayload } from "./missing-payload.ts";
import { readPayload } from "./read-payload.ts";
import { readPayloads } from "./read-payloads.ts";
import { cutToChains, runChains } from "./run-chains.ts";

/** Later attempts. Their IntegrationObject owns them until `settle`; a run that dies is handed out again. */
export async function deliverDue(
  services: DeliveryServices,
  messages: readonly DeliveriesMessage[],
): Promise<void> {
  await forEachOrganization(services, messages, deliverForOrganization);
}

async function deliverForOrganization(
  services: DeliveryServices,
  orgId: string,
  messages: readonly DeliveriesMessage[],
): Promise<void> {
  const minVersion = Math.max(...messages.map((message) => message.configVersion));
  // A deleted organization's deliveries go with it: to ask its objects, or to give them up, would write something anew.
  const known = await services.configurations.load(orgId, minVersion);
  if (known === null) return;
  const due = await claim(services, orgId, known, messages);
  const config = await configFor(services, orgId, minVersion, due);
  const segment = services.bodies.openSegment(orgId, services.now());
  const startBefore = services.now() + RUN_BUDGET_MS;
  const targets = watchTargets(services.now, services.concurrentRequests);
  let requestsLeft = RUN_REQUESTS;
  const run: DueRun = {
    targets,
    tools: { ...services, send: services.openSender() },
    mayContinue: () => services.now() < startBefore && requestsLeft > 0,
    spend: (requests) => {
      requestsLeft -= requests;
    },
  };
  const keepTrace = tracesIn(segment);
  const results = new Map<Due, DeliveryOutcome | Conclude>();
  await runChains(
    cutToChains(cutDueToUnits(due, config), (unit) => unit.integrationId, placesOf),
    services.concurrentRequests,
    ({ integrationId }) => run.mayContinue() && !targets.isOut(integrationId),
    async ({ items, integration, batch, inOrder }) => {
      if (integration !== null) targets.ask(integration);
      const made =
        integration === null || batch === null
          ? await attemptInOrder(services, run, config, items, keepTrace)
          : inOrder
            ? await attemptBatchesInOrder(services, run, integration, batch, items, keepTrace)
            : await attemptTogether(services, run, integration, batch, items);
      items.forEach((item, index) => {
        const result = made[index];
        if (result !== undefined) results.set(item, result);
      });
      if (integration !== null) targets.end(integration);
    },
  );
  const finished = [...results.values()].map((result) =>
    typeof result === "function" ? result(keepTrace) : result,
  );
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
  await settleAll(services, config, orgId, [...finished, ...notStarted(due, results)]);
  await noteGivenUp(services, orgId, finished);
}

/** Their rows are as they were and still due: to write each anew would cost a row per delivery and run. */
function notStarted(due: readonly Due[], results: ReadonlyMap<Due, unknown>) {
  return due.flatMap((item) =>
    results.has(item)
      ? []
      : [
          {
            integrationId: item.integrationId,
            settlement: { kind: "released", id: item.delivery.id } as const,
          },
        ],
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
  { version, integrationsById }: OrganizationConfig,
  messages: readonly DeliveriesMessage[],
): Promise<readonly Due[]> {
  const claimed = await Promise.all(
    messages.map(async ({ integrationId, ids }) => {
      const deliveries = await services.integrations.claim(
        { orgId, integrationId },
        ids,
        version,
        rulesText(integrationsById.get(integrationId)),
      );
      return deliveries.map((delivery): Due => ({ delivery, integrationId }));
    }),
  );
  return claimed.flat();
}

function placesOf({ items }: DueUnit): number | null {
  return items[0]?.delivery.parallel ?? null;
}

type Conclude = (keep: (trace: AttemptTrace) => BodyPointer) => DeliveryOutcome;

async function attemptOne(
  services: DeliveryServices,
  { tools, targets, mayContinue, spend }: DueRun,
  config: OrganizationConfig | null,
  { delivery, integrationId }: Due,
): Promise<DeliveryOutcome | Conclude> {
  const integration = config?.integrationsById.get(integrationId);
  const refusal = refuse(integration);
  if (integration === undefined || refusal !== null) {
    const givenUp = giveUp(delivery, integrationId, refusal ?? "", services.now());
    return integration === undefined ? givenUp : stopLane(givenUp, delivery, integration);
  }
  const startsAt = delivery.event.acceptedAt + integration.settings.flow.delayMs;
  if (delivery.lane !== undefined && delivery.attempts === 0 && startsAt > services.now()) {
    // What goes to no lane waited for this before it came here.
    return postpone(delivery, integrationId, startsAt, DELAY_DETAIL);
  }
  const payload = await readPayload(services.bodies, delivery.payloadAt);
  if (payload === null) return withoutPayload(delivery, integrationId, services.now());
  const match: Step = { name: "match", durationMs: 0, detail: `attempt ${delivery.attempts + 1}` };
  const attempt = await attemptDelivery(tools, integration, delivery.event, payload, {
    before: [match, ...admitStep(delivery.admittedAt, services.now())],
    partsDone: delivery.partsDone,
    mayContinue,
  });
  // Its payload was read, too.
  spend(attempt.requests + 1);
  targets.note(integration, attempt.exchange.result);
  return (keep) => concludeAttempt(delivery, integration, attempt, keep(attempt.trace), services.random);
}

/**
 * No further than to the first that did not arrive: what stands behind it is given back, unless it may be skipped. Strictly
 * one at a time.
 */
async function attemptInOrder(
  services: DeliveryServices,
  run: DueRun,
  config: OrganizationConfig | null,
  items: readonly Due[],
  keepTrace: (trace: AttemptTrace) => BodyPointer,
): Promise<DeliveryOutcome[]> {
  const made: DeliveryOutcome[] = [];
  for (const item of items) {
    if (made.length > 0 && (!run.mayContinue() || run.targets.isOut(item.integrationId))) break;
    const result = await attemptOne(services, run, config, item);
    const outcome = typeof result === "function" ? result(keepTrace) : result;
    made.push(outcome);
    if (staysInItsLane(outcome)) break;
  }
  return made;
}

/** The payloads of a batch are read in a few requests; one that is missing leaves the batch and not its place to others. */
async function attemptTogether(
  services: DeliveryServices,
  { tools, targets, mayContinue, spend }: DueRun,
  integration: Integration,
  batch: BatchSettings,
  items: readonly Due[],
): Promise<(DeliveryOutcome | Conclude)[]> {
  const { texts, reads } = await readPayloads(
    services.bodies,
    items.map(({ delivery }) => delivery.payloadAt),
  );
  spend(reads);
  const members = items.flatMap(({ delivery }, index) => {
    const payloadJson = texts[index] ?? null;
    return payloadJson === null ? [] : [{ delivery, event: delivery.event, payloadJson }];
  });
  const attempts = await attemptBatch(tools, integration, batch, members, mayContinue);
  // One for all of them: with a jitter of its own each would come again alone.
  const random = services.random();
  const concluded = new Map<DueDelivery, Conclude>();
  members.forEach(({ delivery }, index) => {
    const attempt = attempts[index];
    if (attempt === undefined) return;
    spend(attempt.requests);
    if (attempt.requests > 0) targets.note(integration, attempt.exchange.result);
    concluded.set(delivery, (keep) =>
      concludeAttempt(delivery, integration, attempt, keep(attempt.trace), () => random),
    );
  });
  return items.map(
    ({ delivery }) => concluded.get(delivery) ?? withoutPayload(delivery, integration.id, services.now()),
  );
}

function refuse(integration: Integration | undefined): string | null {
  if (integration === undefined) return "The integration was deleted before this delivery was made.";
  return isDelivering(integration) ? null : "The integration was switched off. Switch it on and retry.";
}

import type { EventsMessage } from "#domain/messages";
import type { DeliveryRecord, Segment } from "#domain/ports";
import type { OrganizationConfig } from "#domain/tenancy/organization-config";
import { type Attempt, attemptDelivery, type Step } from "./attempt-delivery.ts";
import { concludeAttempt, type DeliveryOutcome, postpone } from "./delivery-outcome.ts";
import { type DeliveryServices, RUN_BUDGET_MS } from "./delivery-services.ts";
import { disableIntegrations, settleAll } from "./finish-run.ts";
import { watchTargets } from "./hanging-targets.ts";
import { type ChunkProgress, emptyRecord, type PlannedDelivery, planDeliveries } from "./plan-deliveries.ts";
import { readPayload } from "./read-payload.ts";
import { runLimited } from "./run-limited.ts";

/**
 * First delivery of accepted events: match, offer, send, write down, settle, confirm, in this order. The intake keeps
 * the events until the last step, so a run that dies anywhere is simply run again.
 */
export async function deliverEvents(
  services: DeliveryServices,
  messages: readonly EventsMessage[],
): Promise<void> {
  const byOrganization = Map.groupBy(messages, (message) => message.orgId);
  const runs = [...byOrganization].map(([orgId, own]) => deliverForOrganization(services, orgId, own));
  const failed = (await Promise.allSettled(runs)).find((run) => run.status === "rejected");
  if (failed !== undefined) throw failed.reason;
}

async function deliverForOrganization(
  services: DeliveryServices,
  orgId: string,
  messages: readonly EventsMessage[],
): Promise<void> {
  const minVersion = Math.max(...messages.map((message) => message.configVersion));
  const config = await services.configurations.load(orgId, minVersion);
  // A deleted organization's events have nobody left to be delivered for.
  if (config === null) return confirm(services, orgId, allChunks(messages));

  const segment = services.bodies.openSegment(orgId, services.now());
  const plan = await planDeliveries(services, config, messages, segment);
  const { admitted, records } = await offer(services, config, plan.deliveries);
  let outcomes: readonly DeliveryOutcome[] | null = null;
  try {
    outcomes = await send(services, segment, admitted);
    await segment.write();
    await services.log.record(
      orgId,
      [...plan.unmatched, ...records, ...outcomes.map((outcome) => outcome.record)],
      outcomes.flatMap((outcome) => outcome.attemptRecord ?? []),
    );
  } catch (error) {
    await release(services, orgId, admitted, outcomes);
    throw error;
  }
  await disableIntegrations(services, config, outcomes);
  await settleAll(services, orgId, outcomes);
  await confirm(services, orgId, plan.chunks);
}

/** Ask each integration's object which deliveries may go out now. */
async function offer(
  services: DeliveryServices,
  config: OrganizationConfig,
  planned: readonly PlannedDelivery[],
): Promise<{ admitted: readonly PlannedDelivery[]; records: readonly DeliveryRecord[] }> {
  const admitted: PlannedDelivery[] = [];
  const records: DeliveryRecord[] = [];
  const groups = Map.groupBy(planned, (item) => item.integration.id);
  await Promise.all(
    [...groups].map(async ([integrationId, items]) => {
      const ids = items.map(({ id }) => id);
      const offers = await services.integrations.offer(
        { orgId: config.orgId, integrationId },
        config.version,
        ids,
      );
      items.forEach((item, index) => {
        const answer = offers[index];
        if (answer?.kind === "send") admitted.push(item);
        else if (answer?.kind === "settled") {
          const empty = emptyRecord(item.id, item.event, integrationId, item.payloadAt);
          records.push({ ...empty, ...answer.outcome, firstAttemptAt: answer.outcome.attemptedAt });
        } else if (answer?.kind !== "queued") item.chunk.elsewhere = true;
      });
    }),
  );
  return { admitted, records };
}

async function send(
  services: DeliveryServices,
  segment: Segment,
  admitted: readonly PlannedDelivery[],
): Promise<readonly DeliveryOutcome[]> {
  const startBefore = services.now() + RUN_BUDGET_MS;
  const targets = watchTargets();
  const attempts = await runLimited(
    admitted,
    services.concurrentRequests,
    (item) => services.now() < startBefore && !targets.isHanging(item.integration.id),
    async (item) => {
      const attempt = await attemptOne(services, item);
      if (attempt !== null) targets.note(item.integration.id, attempt.exchange.result);
      return attempt;
    },
  );
  const now = services.now();
  return admitted.map((item, index) => conclude(services, segment, item, attempts[index] ?? null, now));
}

async function attemptOne(services: DeliveryServices, item: PlannedDelivery): Promise<Attempt | null> {
  const { event, integration } = item;
  const payload =
    event.payload.kind === "inline" ? event.payload.json : await readPayload(services.bodies, item.payloadAt);
  if (payload === null) return null;
  const detail = integration.eventTypes.join(", ");
  const match: Step = { name: "match", durationMs: item.matchMs, detail };
  return attemptDelivery(services, integration, event, payload, [match]);
}

function conclude(
  services: DeliveryServices,
  segment: Segment,
  item: PlannedDelivery,
  attempt: Attempt | null,
  now: number,
): DeliveryOutcome {
  const delivery = {
    id: item.id,
    event: { ...item.event, payload: { kind: "stored", at: item.payloadAt } as const },
    payloadAt: item.payloadAt,
    attempts: 0,
    cycleAttempts: 0,
    cycleStartedAt: null,
    round: 0,
    firstAttemptAt: null,
  };
  if (attempt === null) return postpone(delivery, item.integration.id, now, "Waits for its turn.");
  const recordAt = segment.add(JSON.stringify(attempt.trace));
  return concludeAttempt(delivery, item.integration, attempt, recordAt, now, services.random);
}

/**
 * The run could not write down what it did. The IntegrationObjects remember what is certain, so that the next run
 * writes the record without sending again; everything else may be offered again at once.
 */
async function release(
  services: DeliveryServices,
  orgId: string,
  admitted: readonly PlannedDelivery[],
  outcomes: readonly DeliveryOutcome[] | null,
): Promise<void> {
  const settlements = admitted.map((item, index) => {
    const settlement = outcomes?.[index]?.settlement;
    const certain = settlement?.kind === "done" ? settlement : ({ kind: "released", id: item.id } as const);
    return { integrationId: item.integration.id, settlement: certain };
  });
  await settleAll(services, orgId, settlements);
}

function allChunks(messages: readonly EventsMessage[]): ChunkProgress[] {
  return messages.flatMap(({ shard, chunks }) =>
    chunks.map(({ seq, maybeSeen }) => ({ seq, shard, maybeSeen, elsewhere: false })),
  );
}

async function confirm(
  services: DeliveryServices,
  orgId: string,
  chunks: readonly ChunkProgress[],
): Promise<void> {
  const byShard = Map.groupBy(
    chunks.filter((chunk) => !chunk.elsewhere),
    (chunk) => chunk.shard,
  );
  const calls = [...byShard].map(([shard, own]) => {
    const seqs = own.map(({ seq }) => seq);
    return services.intake.confirm({ orgId, shard }, seqs);
  });
  await Promise.all(calls);
}

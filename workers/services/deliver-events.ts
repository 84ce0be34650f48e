import type { Settlement } from "#domain/delivery/settlement";
import type { BodyPointer, GatewayEvent } from "#domain/event";
import type { EventChunk, EventsMessage } from "#domain/messages";
import type { DeliveryRecord, Segment } from "#domain/ports";
import { matchIntegrations, needsPayload } from "#domain/routing/match-integration";
import type { Integration, OrganizationConfig } from "#domain/tenancy/organization-config";
import { type Attempt, attemptDelivery, type Step } from "./attempt-delivery.ts";
import { concludeAttempt, type DeliveryOutcome, eventWithoutPayload, postpone } from "./delivery-outcome.ts";
import { CONCURRENT_REQUESTS, type DeliveryServices, RUN_BUDGET_MS } from "./delivery-services.ts";
import { disableIntegrations, settleAll } from "./finish-run.ts";
import { runLimited } from "./run-limited.ts";

/** One event for one integration, on its way. */
interface Planned {
  readonly id: string;
  readonly chunk: ChunkProgress;
  readonly event: GatewayEvent;
  readonly integration: Integration;
  readonly payloadAt: BodyPointer;
  readonly matchMs: number;
}

interface ChunkProgress {
  readonly seq: number;
  readonly shard: number;
  /** Somebody else answers for a part of it: only that run may confirm it. */
  elsewhere: boolean;
}

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
  const chunks = messages.flatMap(({ shard, chunks }) => chunks.map((chunk) => ({ shard, chunk })));
  if (config === null)
    return confirm(
      services,
      orgId,
      chunks.map(({ shard, chunk }) => progressOf(chunk, shard)),
    );

  const segment = services.bodies.openSegment(orgId, services.now());
  const progress: ChunkProgress[] = [];
  const planned: Planned[] = [];
  const records: DeliveryRecord[] = [];
  for (const { shard, chunk } of chunks) {
    const chunkProgress = progressOf(chunk, shard);
    progress.push(chunkProgress);
    const seen = chunk.maybeSeen ? await seenBefore(services, config, chunk) : NOTHING_SEEN;
    for (const event of chunk.events) {
      await plan(services, config, chunkProgress, event, seen, segment, planned, records);
    }
  }

  const { admitted, settledRecords } = await offer(services, config, planned);
  records.push(...settledRecords);
  const run = await send(services, segment, admitted);
  try {
    await segment.write();
    await services.log.record(
      orgId,
      [...records, ...run.outcomes.map((outcome) => outcome.record)],
      run.outcomes.flatMap((outcome) => outcome.attemptRecord ?? []),
    );
  } catch (error) {
    await releaseRun(services, orgId, run.outcomes);
    throw error;
  }
  await disableIntegrations(services, config, run.outcomes);
  await settleAll(services, orgId, run.outcomes);
  await confirm(services, orgId, progress);
}

const NOTHING_SEEN: ReadonlySet<string> = new Set();

function progressOf(chunk: EventChunk, shard: number): ChunkProgress {
  return { seq: chunk.seq, shard, elsewhere: false };
}

/** Deliveries of a chunk that was handed out before and that need nothing more. `retrying` is left to the offer. */
async function seenBefore(
  services: DeliveryServices,
  config: OrganizationConfig,
  chunk: EventChunk,
): Promise<ReadonlySet<string>> {
  const ids = chunk.events.flatMap((event) =>
    [...config.integrations.map((integration) => integration.id), UNMATCHED].map((integrationId) =>
      services.deliveryId(config.orgId, event.id, integrationId, event.acceptedAt),
    ),
  );
  const statuses = await services.log.statuses(config.orgId, ids);
  const finished = [...statuses].filter(([, status]) => status !== "retrying" && status !== "held");
  return new Set(finished.map(([id]) => id));
}

/** In place of an integration's id in the record of an event that no integration wanted. */
const UNMATCHED = "";

async function plan(
  services: DeliveryServices,
  config: OrganizationConfig,
  chunk: ChunkProgress,
  event: GatewayEvent,
  seen: ReadonlySet<string>,
  segment: Segment,
  planned: Planned[],
  records: DeliveryRecord[],
): Promise<void> {
  const from = services.now();
  const payloadJson = await payloadForFilters(services, config, event);
  const { matched } = matchIntegrations(
    { type: event.type, labels: event.labels, parsePayload: () => JSON.parse(payloadJson) as unknown },
    config.integrations,
  );
  const matchMs = services.now() - from;
  const payloadAt = event.payload.kind === "inline" ? segment.add(event.payload.json) : event.payload.at;
  for (const integration of matched) {
    const id = services.deliveryId(config.orgId, event.id, integration.id, event.acceptedAt);
    if (!seen.has(id)) planned.push({ id, chunk, event, integration, payloadAt, matchMs });
  }
  if (matched.length > 0) return;
  const id = services.deliveryId(config.orgId, event.id, UNMATCHED, event.acceptedAt);
  if (!seen.has(id)) records.push(unmatched(id, event, payloadAt));
}

/** A large payload is fetched only when a filter will look into it. */
async function payloadForFilters(
  services: DeliveryServices,
  config: OrganizationConfig,
  event: GatewayEvent,
): Promise<string> {
  if (event.payload.kind === "inline") return event.payload.json;
  if (!needsPayload(event.type, config.integrations)) return "null";
  const stored = await services.bodies.read(event.payload.at);
  // Matching without it would silently skip integrations; failing hands the event out again.
  if (stored === null) throw new Error(`The payload of event ${event.id} cannot be read.`);
  return stored;
}

function unmatched(id: string, event: GatewayEvent, payloadAt: BodyPointer): DeliveryRecord {
  return {
    ...emptyRecord(id, event, UNMATCHED, payloadAt),
    status: "unmatched",
    detail: "No enabled integration matches this event.",
  };
}

function emptyRecord(
  id: string,
  event: GatewayEvent,
  integrationId: string,
  payloadAt: BodyPointer,
): DeliveryRecord {
  return {
    id,
    eventId: event.id,
    eventType: event.type,
    integrationId,
    status: "pending",
    category: null,
    httpStatus: null,
    attempts: 0,
    acceptedAt: event.acceptedAt,
    attemptedAt: null,
    firstAttemptAt: null,
    nextRetryAt: null,
    durationMs: null,
    correlationId: event.correlationId,
    detail: null,
    event: eventWithoutPayload(event),
    payloadAt,
    attemptAt: null,
  };
}

async function offer(services: DeliveryServices, config: OrganizationConfig, planned: readonly Planned[]) {
  const admitted: Planned[] = [];
  const settledRecords: DeliveryRecord[] = [];
  const groups = Map.groupBy(planned, (item) => item.integration.id);
  await Promise.all(
    [...groups].map(async ([integrationId, items]) => {
      const identity = { orgId: config.orgId, integrationId };
      const offers = await services.integrations.offer(
        identity,
        config.version,
        items.map(({ id }) => id),
      );
      items.forEach((item, index) => {
        const answer = offers[index];
        switch (answer?.kind) {
          case "send":
            admitted.push(item);
            break;
          case "settled": {
            const empty = emptyRecord(item.id, item.event, integrationId, item.payloadAt);
            settledRecords.push({ ...empty, ...answer.outcome, firstAttemptAt: answer.outcome.attemptedAt });
            break;
          }
          case "queued":
            break;
          default:
            item.chunk.elsewhere = true;
        }
      });
    }),
  );
  return { admitted, settledRecords };
}

async function send(services: DeliveryServices, segment: Segment, admitted: readonly Planned[]) {
  const startBefore = services.now() + RUN_BUDGET_MS;
  const attempts = await runLimited(admitted, CONCURRENT_REQUESTS, startBefore, services.now, (item) =>
    attemptOne(services, item),
  );
  const now = services.now();
  const outcomes = admitted.map((item, index): DeliveryOutcome => {
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
    const attempt = attempts[index] ?? null;
    if (attempt === null)
      return postpone(delivery, item.integration.id, now, "Waits for its turn behind slow targets.");
    const recordAt = segment.add(JSON.stringify(attempt.trace));
    return concludeAttempt(delivery, item.integration, attempt, recordAt, now, services.random);
  });
  return { outcomes };
}

async function attemptOne(services: DeliveryServices, item: Planned): Promise<Attempt | null> {
  const { event, integration } = item;
  const payload =
    event.payload.kind === "inline" ? event.payload.json : await services.bodies.read(event.payload.at);
  // A stored payload is written before its event is accepted: absent means that R2 is not answering, so wait.
  if (payload === null) return null;
  const match: Step = {
    name: "match",
    durationMs: item.matchMs,
    detail: integration.settings.eventTypes.join(", "),
  };
  return attemptDelivery(services, integration, event, payload, [match]);
}

/**
 * The run sent its requests and could not write them down. The IntegrationObjects remember what is certain, so that
 * the next run writes the record without sending again; everything else may be offered again.
 */
async function releaseRun(
  services: DeliveryServices,
  orgId: string,
  outcomes: readonly DeliveryOutcome[],
): Promise<void> {
  const released = outcomes.map((outcome): DeliveryOutcome => {
    const { settlement } = outcome;
    if (settlement.kind === "done") return outcome;
    const release: Settlement = { kind: "released", id: outcome.record.id };
    return { ...outcome, settlement: release };
  });
  await settleAll(services, orgId, released);
}

async function confirm(
  services: DeliveryServices,
  orgId: string,
  progress: readonly ChunkProgress[],
): Promise<void> {
  const finished = progress.filter((chunk) => !chunk.elsewhere);
  const byShard = Map.groupBy(finished, (chunk) => chunk.shard);
  await Promise.all(
    [...byShard].map(([shard, chunks]) =>
      services.intake.confirm(
        { orgId, shard },
        chunks.map(({ seq }) => seq),
      ),
    ),
  );
}

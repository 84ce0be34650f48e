import type { BodyPointer, GatewayEvent } from "#domain/event";
import type { DeliveryRecord, Segment, StoredBytes } from "#domain/ports";
import type { OrganizationConfig } from "#domain/tenancy/organization-config";
import { type Attempt, type AttemptTools, attemptDelivery, type Step } from "./attempt-delivery.ts";
import { compareContents, duplicateOf } from "./compare-contents.ts";
import { countChecks } from "./count-checks.ts";
import { concludeAttempt, type DeliveryOutcome, giveUp, postpone } from "./delivery-outcome.ts";
import { newDelivery, recordOf } from "./delivery-record.ts";
import type { DeliveryServices } from "./delivery-services.ts";
import { disableIntegrations, noteGivenUp, settleAll } from "./finish-run.ts";
import type { watchTargets } from "./hanging-targets.ts";
import { type PlannedDelivery, UNMATCHED, type UnmatchedEvent } from "./plan-deliveries.ts";
import { readPayload } from "./read-payload.ts";
import { runLimited } from "./run-limited.ts";

/** What the slices of one run share. */
export interface Run {
  /** No request is started after this moment. */
  readonly startBefore: number;
  requestsLeft: number;
  readonly tools: AttemptTools;
  readonly targets: ReturnType<typeof watchTargets>;
  /** Payloads that were stored when they were accepted and are in the usage by now, by their key. */
  readonly countedPayloads: Set<string>;
}

export interface Slice {
  readonly deliveries: readonly PlannedDelivery[];
  readonly unmatched: readonly UnmatchedEvent[];
}

/** A slice whose requests were made and that nobody but the intake owns yet. */
export interface SentSlice {
  readonly segment: Segment;
  readonly admitted: readonly PlannedDelivery[];
  readonly outcomes: readonly DeliveryOutcome[];
  /** What needs no request: unmatched, refused, delivered by an earlier run. */
  readonly records: readonly DeliveryRecord[];
  /** Large payloads that the intake stored: they join the usage with the run that delivers them. */
  readonly payloads: readonly StoredBytes[];
}

/** Offer the slice's deliveries and make their requests. */
export async function sendSlice(
  services: DeliveryServices,
  config: OrganizationConfig,
  run: Run,
  slice: Slice,
): Promise<SentSlice> {
  const segment = services.bodies.openSegment(config.orgId, services.now());
  const payloadAt = payloadsIn(segment);
  const unmatched = slice.unmatched.map(({ id, event, detail }): DeliveryRecord => {
    const record = recordOf(newDelivery(id, event, payloadAt(event)), UNMATCHED);
    return { ...record, status: "unmatched", detail };
  });
  const refused = slice.deliveries.flatMap((item) =>
    refuseSwitchedOff(item, payloadAt(item.event), services.now()),
  );
  const deliverable = slice.deliveries.filter(({ integration }) => integration.switchedOff === null);
  const { admitted, records, failure } = await offer(services, config, deliverable, payloadAt);
  try {
    if (failure !== null) throw failure;
    const attempts = await sendAll(services, run, admitted);
    const now = services.now();
    const outcomes = admitted.map((item, index) =>
      conclude(services, segment, item, payloadAt(item.event), attempts[index] ?? null, now),
    );
    const payloads = countPayloads(run, slice);
    return { segment, admitted, outcomes, records: [...unmatched, ...refused, ...records], payloads };
  } catch (error) {
    await release(services, config.orgId, admitted, null);
    throw error;
  }
}

/** Write bodies and records, then settle: after this every delivery of the slice has an owner but the intake. */
export async function writeSlice(
  services: DeliveryServices,
  config: OrganizationConfig,
  { segment, admitted, outcomes, records, payloads }: SentSlice,
): Promise<void> {
  try {
    const stored = await segment.write();
    await services.log.record(
      config.orgId,
      [...records, ...outcomes.map((outcome) => outcome.record)],
      outcomes.flatMap((outcome) => outcome.attemptRecord ?? []),
      [stored, ...payloads],
      countChecks(outcomes, services.now()),
    );
  } catch (error) {
    await release(services, config.orgId, admitted, outcomes);
    throw error;
  }
  await disableIntegrations(services, config, outcomes);
  await settleAll(services, config.orgId, outcomes);
  await noteGivenUp(services, config.orgId, outcomes);
}

/** A fan-out to many integrations stores one payload, so it is counted once per run. */
function countPayloads({ countedPayloads }: Run, { deliveries, unmatched }: Slice): StoredBytes[] {
  return [...deliveries, ...unmatched].flatMap(({ event: { payload } }) => {
    if (payload.kind !== "stored" || countedPayloads.has(payload.at.key)) return [];
    countedPayloads.add(payload.at.key);
    return [{ day: dayOfKey(payload.at.key), bytes: payload.at.length }];
  });
}

/** Keys are `${orgId}/payloads/${day}/${id}`. */
function dayOfKey(key: string): string {
  return key.split("/")[2] ?? "";
}

/** Where an event's payload lies; one that travelled with its event is laid into the segment, once. */
function payloadsIn(segment: Segment): (event: GatewayEvent) => BodyPointer {
  const laid = new Map<GatewayEvent, BodyPointer>();
  return (event) => {
    if (event.payload.kind === "stored") return event.payload.at;
    const at = laid.get(event) ?? segment.add(event.payload.json);
    laid.set(event, at);
    return at;
  };
}

interface Offered {
  readonly admitted: readonly PlannedDelivery[];
  readonly records: readonly DeliveryRecord[];
  /** One object could not be asked. What the others admitted must be given back, or it would wait for a lease's end. */
  readonly failure: unknown;
}

/** Ask each integration's object which deliveries may go out now. */
async function offer(
  services: DeliveryServices,
  config: OrganizationConfig,
  planned: readonly PlannedDelivery[],
  payloadAt: (event: GatewayEvent) => BodyPointer,
): Promise<Offered> {
  const admitted: PlannedDelivery[] = [];
  const records: DeliveryRecord[] = [];
  const groups = Map.groupBy(planned, (item) => item.integration.id);
  const calls = await Promise.allSettled(
    [...groups].map(async ([integrationId, items]) => {
      const ids = items.map(({ id }) => id);
      const offers = await services.integrations.offer(
        { orgId: config.orgId, integrationId },
        config.version,
        ids,
        await compareContents(services, items),
      );
      items.forEach((item, index) => {
        const answer = offers[index];
        if (answer?.kind === "send") admitted.push(item);
        else if (answer?.kind === "settled") {
          const record = recordOf(newDelivery(item.id, item.event, payloadAt(item.event)), integrationId);
          records.push({ ...record, ...answer.outcome, firstAttemptAt: answer.outcome.attemptedAt });
        } else if (answer?.kind === "duplicate") {
          records.push(duplicateOf(answer.of, item, payloadAt(item.event)));
        } else if (answer?.kind !== "queued") item.chunk.elsewhere = true;
      });
    }),
  );
  const failed = calls.find((call) => call.status === "rejected");
  return { admitted, records, failure: failed === undefined ? null : failed.reason };
}

/** The gateway switched the integration off: what comes meanwhile is a dead letter, to be retried when it is mended. */
function refuseSwitchedOff(item: PlannedDelivery, payloadAt: BodyPointer, now: number): DeliveryRecord[] {
  const { id, switchedOff } = item.integration;
  if (switchedOff === null) return [];
  const detail = `The integration is switched off (${switchedOff}). Mend its receiver, switch it on, then retry.`;
  return [giveUp(newDelivery(item.id, item.event, payloadAt), id, detail, now).record];
}

function sendAll(
  services: DeliveryServices,
  run: Run,
  admitted: readonly PlannedDelivery[],
): Promise<(Attempt | null)[]> {
  return runLimited(
    admitted,
    services.concurrentRequests,
    (item) =>
      run.requestsLeft > 0 && services.now() < run.startBefore && !run.targets.isHanging(item.integration.id),
    async (item) => {
      run.requestsLeft--;
      const attempt = await attemptOne(services, run, item);
      // Reading its payload was a request, too; of several messages each one is.
      run.requestsLeft -= Math.max(0, (attempt?.requests ?? 0) - 1);
      if (attempt !== null) run.targets.note(item.integration.id, attempt.exchange.result);
      return attempt;
    },
  );
}

async function attemptOne(
  services: DeliveryServices,
  { tools, startBefore }: Run,
  item: PlannedDelivery,
): Promise<Attempt | null> {
  const { event, integration } = item;
  const { payload } = event;
  const json = payload.kind === "inline" ? payload.json : await readPayload(services.bodies, payload.at);
  if (json === null) return null;
  const detail = integration.eventTypes.join(", ");
  const match: Step = { name: "match", durationMs: item.matchMs, detail };
  const mayContinue = () => services.now() < startBefore;
  return attemptDelivery(tools, integration, event, json, { before: [match], mayContinue });
}

function conclude(
  services: DeliveryServices,
  segment: Segment,
  item: PlannedDelivery,
  payloadAt: BodyPointer,
  attempt: Attempt | null,
  now: number,
): DeliveryOutcome {
  const delivery = newDelivery(item.id, item.event, payloadAt);
  if (attempt === null) return postpone(delivery, item.integration.id, now, "Waits for its turn.");
  const recordAt = segment.add(JSON.stringify(attempt.trace));
  return concludeAttempt(delivery, item.integration, attempt, recordAt, services.random);
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

import type { BodyPointer, GatewayEvent } from "#domain/event";
import type { BatchSettings } from "#domain/flow/flow-settings";
import { intakePosition } from "#domain/flow/lanes";
import type { DeliveryRecord, Segment, StoredBytes } from "#domain/ports";
import type { Integration, OrganizationConfig } from "#domain/tenancy/organization-config";
import { attemptBatch } from "./attempt-batch.ts";
import {
  type Attempt,
  type AttemptTools,
  type AttemptTrace,
  attemptDelivery,
  type Step,
} from "./attempt-delivery.ts";
import { admitStep } from "./attempt-trace.ts";
import { cutToUnits, tracesIn, type Unit, waitForBatch } from "./batch-units.ts";
import { countChecks } from "./count-checks.ts";
import { concludeAttempt, type DeliveryOutcome, giveUp, postpone } from "./delivery-outcome.ts";
import { newDelivery, recordOf } from "./delivery-record.ts";
import type { DeliveryServices } from "./delivery-services.ts";
import { disableIntegrations, noteGivenUp, settleAll } from "./finish-run.ts";
import type { watchTargets } from "./hanging-targets.ts";
import { findLanes, rejectInLane, waitInLane } from "./lane-entry.ts";
import { concludeHeld, type Offered, offerDeliveries } from "./offer-deliveries.ts";
import { type PlannedDelivery, UNMATCHED, type UnmatchedEvent } from "./plan-deliveries.ts";
import { readPayload } from "./read-payload.ts";
import { cutToChains, runChains } from "./run-chains.ts";

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
  const offered = await offerDeliveries(services, config, deliverable, payloadAt);
  const { sendable, heldBack, records } = offered;
  const admitted = [...sendable, ...heldBack.map(({ item }) => item)];
  try {
    if (offered.failure !== null) throw offered.failure;
    const attempts = await sendAll(services, run, offered);
    const lanes = await findLanes(services, admitted);
    const now = services.now();
    const keepTrace = tracesIn(segment);
    const outcomes = [
      ...sendable.map((item) =>
        conclude(services, keepTrace, item, payloadAt(item.event), attempts.get(item) ?? null, now),
      ),
      ...heldBack.map((held) => {
        const at = payloadAt(held.item.event);
        const lane = lanes.get(held.item);
        if (lane === undefined) return concludeHeld(held, at, now);
        const delivery = newDelivery(held.item.id, held.item.event, at);
        return held.kind === "reject"
          ? rejectInLane(delivery, held.item, lane, now)
          : waitInLane(delivery, held.item, lane, config, now);
      }),
    ];
    const payloads = countPayloads(run, slice);
    return { segment, admitted, outcomes, records: [...unmatched, ...refused, ...records], payloads };
  } catch (error) {
    await release(services, config, admitted, null);
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
      [...records, ...outcomes.flatMap((outcome) => (outcome.unlogged === true ? [] : outcome.record))],
      outcomes.flatMap((outcome) => outcome.attemptRecord ?? []),
      [stored, ...payloads],
      countChecks(outcomes, services.now()),
    );
  } catch (error) {
    await release(services, config, admitted, outcomes);
    throw error;
  }
  await disableIntegrations(services, config, outcomes);
  await settleAll(services, config, config.orgId, outcomes);
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

/** The gateway switched the integration off: what comes meanwhile is a dead letter, to be retried when it is mended. */
function refuseSwitchedOff(item: PlannedDelivery, payloadAt: BodyPointer, now: number): DeliveryRecord[] {
  const { id, switchedOff } = item.integration;
  if (switchedOff === null) return [];
  const detail = `The integration is switched off (${switchedOff}). Mend its receiver, switch it on, then retry.`;
  return [giveUp(newDelivery(item.id, item.event, payloadAt), id, detail, now).record];
}

/** What was sent, and what came of it: what is not in it waits in its object. */
async function sendAll(
  services: DeliveryServices,
  run: Run,
  { sendable, parallel, admittedAt }: Offered,
): Promise<ReadonlyMap<PlannedDelivery, Attempt>> {
  const attempts = new Map<PlannedDelivery, Attempt>();
  const mayStart = () => run.requestsLeft > 0 && services.now() < run.startBefore;
  const places = (unit: Unit) => parallel.get(unit.integration.id) ?? null;
  await runChains(
    cutToChains(cutToUnits(sendable), (unit) => unit.integration.id, places),
    services.concurrentRequests,
    ({ integration }) => mayStart() && !run.targets.isOut(integration.id),
    async ({ integration, batch, items }) => {
      run.requestsLeft--;
      const made =
        batch === null
          ? await attemptEach(services, run, items, admittedAt)
          : await attemptTogether(services, run, integration, batch, items, mayStart);
      for (const [item, attempt] of made) {
        attempts.set(item, attempt);
        // Of several messages each one is a request, too.
        run.requestsLeft -= batch === null ? Math.max(0, attempt.requests - 1) : attempt.requests;
        if (batch === null || attempt.requests > 0) run.targets.note(integration, attempt.exchange.result);
      }
    },
  );
  return attempts;
}

async function attemptEach(
  services: DeliveryServices,
  run: Run,
  items: readonly PlannedDelivery[],
  admittedAt: Offered["admittedAt"],
) {
  const made: (readonly [PlannedDelivery, Attempt])[] = [];
  for (const item of items) {
    const attempt = await attemptOne(services, run, item, admittedAt.get(item));
    if (attempt !== null) made.push([item, attempt]);
  }
  return made;
}

/** A full batch that came with one message. */
async function attemptTogether(
  services: DeliveryServices,
  { tools }: Run,
  integration: Integration,
  batch: BatchSettings,
  items: readonly PlannedDelivery[],
  mayContinue: () => boolean,
) {
  const members = await Promise.all(
    items.map(async (item) => {
      const { event } = item;
      const { payload } = event;
      const json = payload.kind === "inline" ? payload.json : await readPayload(services.bodies, payload.at);
      return json === null ? [] : [{ item, event, payloadJson: json }];
    }),
  ).then((found) => found.flat());
  const attempts = await attemptBatch(tools, integration, batch, members, mayContinue);
  return members.flatMap(({ item }, index) => {
    const attempt = attempts[index];
    return attempt === undefined ? [] : [[item, attempt] as const];
  });
}

async function attemptOne(
  services: DeliveryServices,
  { tools, startBefore }: Run,
  item: PlannedDelivery,
  admittedAt: number | undefined,
): Promise<Attempt | null> {
  const { event, integration } = item;
  const { payload } = event;
  const json = payload.kind === "inline" ? payload.json : await readPayload(services.bodies, payload.at);
  if (json === null) return null;
  const detail = integration.eventTypes.join(", ");
  const match: Step = { name: "match", durationMs: item.matchMs, detail };
  const mayContinue = () => services.now() < startBefore;
  const before = [match, ...admitStep(admittedAt, services.now())];
  return attemptDelivery(tools, integration, event, json, { before, mayContinue });
}

function conclude(
  services: DeliveryServices,
  keepTrace: (trace: AttemptTrace) => BodyPointer,
  item: PlannedDelivery,
  payloadAt: BodyPointer,
  attempt: Attempt | null,
  now: number,
): DeliveryOutcome {
  const delivery = newDelivery(item.id, item.event, payloadAt);
  const { integration } = item;
  const { batch } = integration.settings.flow;
  if (attempt === null) {
    return batch === null
      ? postpone(delivery, integration.id, now, "Waits for its turn.")
      : waitForBatch({ ...delivery, position: positionOf(item) }, integration.id, batch, now);
  }
  // A batch that failed goes again as the same batch.
  const sent =
    attempt.trace.batch === undefined
      ? delivery
      : { ...delivery, batch: attempt.trace.batch.id, position: positionOf(item) };
  return concludeAttempt(sent, integration, attempt, keepTrace(attempt.trace), services.random);
}

function positionOf({ chunk: { seq, shard }, index }: PlannedDelivery): string {
  return intakePosition({ seq, index, shard });
}

/**
 * The run could not write down what it did. The IntegrationObjects remember what is certain, so that the next run
 * writes the record without sending again; everything else may be offered again at once.
 */
async function release(
  services: DeliveryServices,
  config: OrganizationConfig,
  admitted: readonly PlannedDelivery[],
  outcomes: readonly DeliveryOutcome[] | null,
): Promise<void> {
  const settlements = admitted.map((item, index) => {
    const settlement = outcomes?.[index]?.settlement;
    const certain = settlement?.kind === "done" ? settlement : ({ kind: "released", id: item.id } as const);
    return { integrationId: item.integration.id, settlement: certain };
  });
  await settleAll(services, config, config.orgId, settlements);
}

import { decideNext, type NextStep } from "#domain/delivery/decide-next";
import type { SettledOutcome, Settlement } from "#domain/delivery/settlement";
import type { BodyPointer } from "#domain/event";
import type { OrderSettings } from "#domain/flow/flow-settings";
import type { DueDelivery } from "#domain/messages";
import type { AttemptRecord, DeliveryRecord } from "#domain/ports";
import type { Integration } from "#domain/tenancy/organization-config";
import type { Attempt } from "./attempt-delivery.ts";
import { fitOf } from "./count-checks.ts";
import { recordOf } from "./delivery-record.ts";

/** What one attempt means for everybody who keeps something about the delivery. */
export interface DeliveryOutcome {
  readonly integrationId: string;
  readonly record: DeliveryRecord;
  /** Null for a clean first delivery: its record says everything. */
  readonly attemptRecord: AttemptRecord | null;
  readonly settlement: Settlement;
  readonly disable: string | null;
  /** Did its payload fit the schema? Null without one, and for later attempts: they check the same payload. */
  readonly fits: boolean | null;
  /** It only gathers for a moment: its row says enough, and a record would be written twice. */
  readonly unlogged?: boolean;
}

/** Ask the domain what follows this attempt and write it down in the words of the log and of the IntegrationObject. */
export function concludeAttempt(
  delivery: DueDelivery,
  integration: Integration,
  attempt: Attempt,
  recordAt: BodyPointer,
  random: () => number,
): DeliveryOutcome {
  const { startedAt } = attempt.trace;
  const { heldToTheEnd: _over, parallel: _places, admittedAt: _token, ...untried } = delivery;
  const tried: DueDelivery = {
    ...untried,
    attempts: delivery.attempts + 1,
    cycleAttempts: delivery.cycleAttempts + 1,
    cycleStartedAt: delivery.cycleStartedAt ?? startedAt,
    firstAttemptAt: delivery.firstAttemptAt ?? startedAt,
    ...(attempt.partsDone === 0 ? {} : { partsDone: attempt.partsDone }),
  };
  if (attempt.postponed !== null) return putOff(delivery, tried, integration.id, attempt, recordAt);
  const next = decideNext(
    {
      policy: integration.settings.retry,
      result: attempt.exchange.result,
      attempt: tried.attempts,
      cycleAttempt: tried.cycleAttempts,
      firstAttemptAt: tried.cycleStartedAt ?? startedAt,
      // Not the end of the run: with a slow neighbour in it, that may be half a minute later.
      now: attempt.endedAt,
      deadLetter: { policy: integration.settings.deadLetter, round: delivery.round },
      heldToTheEnd: delivery.heldToTheEnd === true,
    },
    random,
  );
  const facts = factsOf(next, attempt);
  const record: DeliveryRecord = {
    ...recordOf(tried, integration.id),
    status: facts.status,
    category: facts.category,
    httpStatus: facts.httpStatus,
    attemptedAt: startedAt,
    nextRetryAt: facts.nextRetryAt,
    durationMs: attempt.exchange.durationMs,
    detail: facts.detail,
    attemptAt: recordAt,
  };
  return {
    integrationId: integration.id,
    record,
    attemptRecord: isCleanFirst(next, tried) ? null : attemptRecord(record, facts.retryReason, recordAt),
    settlement: withTried(
      settlementOf(next, tried, record, integration.settings.flow.order),
      record,
      attempt,
    ),
    disable: next.kind === "delivered" || next.kind === "dead_letter" ? next.disable : null,
    fits: integration.settings.validation === null || tried.attempts > 1 ? null : fitOf(attempt.trace.steps),
  };
}

/**
 * Nothing is wrong with it: the cage rests, or its run had no time for all of its messages. The retry policy does not
 * count it; the log does, once something was sent.
 */
function putOff(
  delivery: DueDelivery,
  tried: DueDelivery,
  integrationId: string,
  { postponed, requests, endedAt, exchange, trace }: Attempt,
  recordAt: BodyPointer,
): DeliveryOutcome {
  const { waitMs, detail } = postponed ?? { waitMs: 0, detail: "" };
  const dueAt = endedAt + waitMs;
  if (requests === 0) return postpone(delivery, integrationId, dueAt, detail);
  const { cycleAttempts, cycleStartedAt } = delivery;
  const waiting = { ...tried, cycleAttempts, cycleStartedAt };
  const record: DeliveryRecord = {
    ...postpone(waiting, integrationId, dueAt, detail).record,
    attemptedAt: trace.startedAt,
    durationMs: exchange.durationMs,
    attemptAt: recordAt,
  };
  return {
    integrationId,
    record,
    attemptRecord: attemptRecord(record, "more_messages", recordAt),
    settlement: { kind: "later", delivery: waiting, dueAt },
    disable: null,
    // Counted with the attempt that gets to the end.
    fits: null,
  };
}

/** A delivery that waits without having been tried just now. */
export function postpone(
  delivery: DueDelivery,
  integrationId: string,
  dueAt: number,
  detail: string,
): DeliveryOutcome {
  const record: DeliveryRecord = {
    ...recordOf(delivery, integrationId),
    status: "held",
    nextRetryAt: dueAt,
    detail,
  };
  return {
    integrationId,
    record,
    attemptRecord: null,
    settlement: { kind: "later", delivery, dueAt },
    disable: null,
    fits: null,
  };
}

/** A delivery that ends without an attempt: its integration is gone, or its payload is. */
export function giveUp(
  delivery: DueDelivery,
  integrationId: string,
  detail: string,
  now: number,
): DeliveryOutcome {
  const record: DeliveryRecord = {
    ...recordOf(delivery, integrationId),
    status: "dead_lettered",
    detail,
  };
  const outcome = settledOutcome("dead_lettered", record, now);
  return {
    integrationId,
    record,
    attemptRecord: null,
    settlement: { kind: "done", id: delivery.id, outcome },
    disable: null,
    fits: null,
  };
}

function factsOf(next: NextStep, attempt: Attempt) {
  const { result } = attempt.exchange;
  const httpStatus = result.kind === "response" ? result.status : null;
  switch (next.kind) {
    case "delivered":
      return {
        status: "delivered",
        category: null,
        detail: null,
        nextRetryAt: null,
        retryReason: null,
        httpStatus,
      } as const;
    case "cancelled": {
      const { detail } = next;
      return {
        status: "cancelled",
        category: null,
        detail,
        nextRetryAt: null,
        retryReason: null,
        httpStatus,
      } as const;
    }
    case "retry": {
      const { category, detail, reason } = next;
      return {
        status: "retrying",
        category,
        detail,
        nextRetryAt: next.at,
        retryReason: reason,
        httpStatus,
      } as const;
    }
    case "held": {
      const { category, detail } = next;
      return {
        status: "held",
        category,
        detail,
        nextRetryAt: next.until,
        retryReason: "credential",
        httpStatus,
      } as const;
    }
    case "dead_letter": {
      const { category, detail, reason } = next;
      const nextRetryAt = next.autoRetryAt;
      return {
        status: "dead_lettered",
        category,
        detail,
        nextRetryAt,
        retryReason: reason,
        httpStatus,
      } as const;
    }
  }
}

function isCleanFirst(next: NextStep, tried: DueDelivery): boolean {
  return (next.kind === "delivered" || next.kind === "cancelled") && tried.attempts === 1;
}

function attemptRecord(
  record: DeliveryRecord,
  retryReason: string | null,
  recordAt: BodyPointer,
): AttemptRecord {
  return {
    deliveryId: record.id,
    attempt: record.attempts,
    at: record.attemptedAt ?? 0,
    category: record.category,
    httpStatus: record.httpStatus,
    durationMs: record.durationMs ?? 0,
    detail: record.detail,
    nextRetryAt: record.nextRetryAt,
    retryReason,
    recordAt,
  };
}

/** With this outcome nothing that stands behind it in its lane may go. */
export function staysInItsLane({ settlement }: DeliveryOutcome): boolean {
  switch (settlement.kind) {
    case "done":
      return settlement.blocksLane === true;
    case "later":
      return settlement.delivery.lane !== undefined;
    case "released":
      return true;
  }
}

/** Where order matters, one that was given up stops its lane like any other dead letter. */
export function stopLane(
  outcome: DeliveryOutcome,
  delivery: DueDelivery,
  { settings }: Integration,
): DeliveryOutcome {
  const { settlement } = outcome;
  if (settlement.kind !== "done" || !blocksLane(delivery, settings.flow.order)) return outcome;
  return { ...outcome, settlement: { ...settlement, blocksLane: true } };
}

function blocksLane({ lane }: DueDelivery, order: OrderSettings | null): boolean {
  return lane !== undefined && order?.onDeadLetter === "block";
}

function settlementOf(
  next: NextStep,
  tried: DueDelivery,
  record: DeliveryRecord,
  order: OrderSettings | null,
): Settlement {
  switch (next.kind) {
    case "delivered":
    case "cancelled":
      return {
        kind: "done",
        id: tried.id,
        outcome: settledOutcome(next.kind, record, record.attemptedAt ?? 0),
      };
    case "retry":
      return { kind: "later", delivery: tried, dueAt: next.at };
    case "held": {
      const { credentialId, changes } = next;
      // It was its credential's fault: when a person has mended that, the retry policy begins anew.
      const restarted = { ...tried, cycleAttempts: 0, cycleStartedAt: null };
      return { kind: "later", delivery: restarted, dueAt: next.until, heldFor: { credentialId, changes } };
    }
    case "dead_letter": {
      if (next.autoRetryAt === null) {
        return {
          kind: "done",
          id: tried.id,
          outcome: settledOutcome("dead_lettered", record, record.attemptedAt ?? 0),
          ...(blocksLane(tried, order) ? { blocksLane: true } : {}),
        };
      }
      const { lane, position, ...laneless } = tried;
      const inOrder = blocksLane(tried, order) ? tried : laneless;
      const restarted = { ...inOrder, cycleAttempts: 0, cycleStartedAt: null, round: tried.round + 1 };
      return { kind: "later", delivery: restarted, dueAt: next.autoRetryAt };
    }
  }
}

/** The circuit hears of the target by what is settled. Of one that is done the outcome says it. */
function withTried(settlement: Settlement, record: DeliveryRecord, { requests }: Attempt): Settlement {
  if (settlement.kind !== "later" || requests === 0) return settlement;
  const { category, httpStatus, durationMs } = record;
  return { ...settlement, tried: { category, httpStatus, durationMs: durationMs ?? 0 } };
}

function settledOutcome(
  status: SettledOutcome["status"],
  record: DeliveryRecord,
  attemptedAt: number,
): SettledOutcome {
  return {
    status,
    category: record.category,
    httpStatus: record.httpStatus,
    attempts: record.attempts,
    attemptedAt,
    durationMs: record.durationMs ?? 0,
    detail: record.detail,
  };
}

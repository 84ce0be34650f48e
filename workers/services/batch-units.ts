import type { BodyPointer } from "#domain/event";
import type { BatchSettings } from "#domain/flow/flow-settings";
import type { DueDelivery } from "#domain/messages";
import type { Segment } from "#domain/ports";
import { type Integration, isDelivering, type OrganizationConfig } from "#domain/tenancy/organization-config";
import type { AttemptTools } from "./attempt-delivery.ts";
import type { AttemptTrace } from "./attempt-trace.ts";
import { type DeliveryOutcome, postpone } from "./delivery-outcome.ts";
import type { watchTargets } from "./hanging-targets.ts";
import type { PlannedDelivery } from "./plan-deliveries.ts";

/** What is sent at once: one delivery, or a batch of them. */
export interface Unit {
  readonly integration: Integration;
  readonly batch: BatchSettings | null;
  readonly items: readonly PlannedDelivery[];
}

/**
 * What of these first deliveries goes out now. Of an integration that takes batches only those that fill one: the others
 * gather in its object. A full one costs no row, however many events it has.
 */
export function cutToUnits(admitted: readonly PlannedDelivery[]): Unit[] {
  const units: Unit[] = [];
  const gathering = new Map<string, PlannedDelivery[]>();
  for (const item of admitted) {
    const { integration } = item;
    const { batch, order } = integration.settings.flow;
    // What keeps an order goes to its lane first.
    if (order !== null) continue;
    if (batch === null) {
      units.push({ integration, batch, items: [item] });
      continue;
    }
    const open = [...(gathering.get(integration.id) ?? []), item];
    // What is limited must be counted in its object first.
    const isFull = open.length >= batch.size && !isLimited(integration);
    if (isFull) units.push({ integration, batch, items: open });
    gathering.set(integration.id, isFull ? [] : open);
  }
  return units;
}

function isLimited({ settings: { flow } }: Integration): boolean {
  return flow.rate !== null || flow.concurrency !== null;
}

export interface Due {
  readonly delivery: DueDelivery;
  readonly integrationId: string;
}

/** What the deliveries of one run share. */
export interface DueRun {
  readonly tools: AttemptTools;
  readonly targets: ReturnType<typeof watchTargets>;
  readonly mayContinue: () => boolean;
  readonly spend: (requests: number) => void;
}

export interface DueUnit {
  readonly integrationId: string;
  /** Null: each item by itself, one after the other. */
  readonly integration: Integration | null;
  readonly batch: BatchSettings | null;
  /** They are of one lane. */
  readonly inOrder: boolean;
  readonly items: readonly Due[];
}

/**
 * Later attempts, and batches that gathered. What was restarted by somebody belongs to no batch: it goes together with
 * others like it, because the receiver takes batches, and one of a single event is one.
 */
export function cutDueToUnits(due: readonly Due[], config: OrganizationConfig | null): DueUnit[] {
  const units: DueUnit[] = [];
  const together = new Map<string, Due[]>();
  for (const item of due.toSorted(byPosition)) {
    const { integrationId, delivery } = item;
    const integration = config?.integrationsById.get(integrationId) ?? null;
    const batch = integration === null ? null : integration.settings.flow.batch;
    const { lane } = delivery;
    const isAlone = integration === null || batch === null || !isDelivering(integration);
    if (lane !== undefined || isAlone) {
      const train = lane === undefined ? undefined : together.get(`lane ${integrationId} ${lane}`);
      if (train !== undefined) {
        train.push(item);
        continue;
      }
      const items = [item];
      if (lane !== undefined) together.set(`lane ${integrationId} ${lane}`, items);
      const taken = isAlone ? { integration: null, batch: null } : { integration, batch };
      units.push({ integrationId, ...taken, inOrder: lane !== undefined, items });
      continue;
    }
    const key = `batch ${integrationId} ${delivery.batch ?? ""}`;
    const open = together.get(key);
    if (open !== undefined && open.length < batch.size) {
      open.push(item);
    } else {
      const items = [item];
      together.set(key, items);
      units.push({ integrationId, integration, batch, inOrder: false, items });
    }
  }
  return units;
}

/** In the order in which they were accepted, as far as it is known: so a batch has the same bytes whenever it goes. */
function byPosition(a: Due, b: Due): number {
  const [first, second] = [a, b].map(({ delivery: { position, id } }) => `${position ?? ""} ${id}`);
  return (first ?? "") < (second ?? "") ? -1 : 1;
}

/** Longer than this somebody may look for it in the log while it gathers. */
const UNLOGGED_MS = 60_000;

/** A first delivery that waits for others to go with. */
export function waitForBatch(
  delivery: DueDelivery,
  integrationId: string,
  { size, timeoutMs, maxBytes }: BatchSettings,
  now: number,
): DeliveryOutcome {
  const waiting = postpone(delivery, integrationId, now + timeoutMs, "Gathers with others to a batch.");
  const gather = { size, timeoutMs, maxBytes, bytes: delivery.payloadAt.length };
  return {
    ...waiting,
    unlogged: timeoutMs <= UNLOGGED_MS,
    settlement: { kind: "later", delivery, dueAt: now + timeoutMs, gather },
  };
}

/** Where an attempt's record lies; the events of a batch share one. */
export function tracesIn(segment: Segment): (trace: AttemptTrace) => BodyPointer {
  const laid = new Map<AttemptTrace, BodyPointer>();
  return (trace) => {
    const at = laid.get(trace) ?? segment.add(JSON.stringify(trace));
    laid.set(trace, at);
    return at;
  };
}

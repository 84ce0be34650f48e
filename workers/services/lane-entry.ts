import { REJECTED_DETAIL } from "#domain/flow/hold-detail";
import { intakePosition, laneOf, needsPayloadForLane } from "#domain/flow/lanes";
import type { DueDelivery } from "#domain/messages";
import type { BodyStore } from "#domain/ports";
import type { OrganizationConfig } from "#domain/tenancy/organization-config";
import { type DeliveryOutcome, giveUp, postpone } from "./delivery-outcome.ts";
import type { PlannedDelivery } from "./plan-deliveries.ts";

/** Longer ones are hashed: a lane's name stands in its rows and in their index. */
const MAX_LANE = 100;

interface LaneTools {
  readonly bodies: Pick<BodyStore, "read">;
  readonly sha256: (text: string) => string;
}

/** The lanes of those deliveries whose integration keeps an order. */
export async function findLanes(
  { bodies, sha256 }: LaneTools,
  planned: readonly PlannedDelivery[],
): Promise<ReadonlyMap<PlannedDelivery, string>> {
  const lanes = new Map<PlannedDelivery, string>();
  for (const item of planned) {
    const { event, integration } = item;
    const { order } = integration.settings.flow;
    if (order === null) continue;
    const { payload } = event;
    // R2 that does not answer fails the run, which is handed out again: in a wrong lane it would overtake others.
    const json =
      payload.kind === "inline"
        ? payload.json
        : needsPayloadForLane(order.key)
          ? await bodies.read(payload.at)
          : null;
    const lane = laneOf(order.key, { ...event, parsePayload: () => JSON.parse(json ?? "null") as unknown });
    lanes.set(item, lane.length > MAX_LANE ? `#${sha256(lane)}` : lane);
  }
  return lanes;
}

/**
 * The circuit is open and nothing is to be kept for it: a dead letter before it came to its lane. Where a dead letter blocks,
 * those behind it wait like behind any other, and a retry has its old place.
 */
export function rejectInLane(
  delivery: DueDelivery,
  { integration, chunk: { seq, shard }, index }: PlannedDelivery,
  lane: string,
  now: number,
): DeliveryOutcome {
  const rejected = giveUp(delivery, integration.id, REJECTED_DETAIL, now);
  const { settlement } = rejected;
  if (settlement.kind !== "done" || integration.settings.flow.order?.onDeadLetter !== "block")
    return rejected;
  const place = { lane, position: intakePosition({ seq, index, shard }) };
  return { ...rejected, settlement: { ...settlement, blocksLane: true, place } };
}

/** A first delivery that goes when those before it in its lane have gone. */
export function waitInLane(
  delivery: DueDelivery,
  { integration, chunk: { seq, shard }, index }: PlannedDelivery,
  lane: string,
  { intakeShards }: Pick<OrganizationConfig, "intakeShards">,
  now: number,
): DeliveryOutcome {
  const waiting = { ...delivery, lane, position: intakePosition({ seq, index, shard }) };
  const onDeadLetter = integration.settings.flow.order?.onDeadLetter ?? "skip";
  return {
    ...postpone(waiting, integration.id, now, "Waits for those before it."),
    settlement: {
      kind: "later",
      delivery: waiting,
      dueAt: now,
      enters: { onDeadLetter, shards: intakeShards },
    },
  };
}

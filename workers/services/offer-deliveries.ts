import type { Offer } from "#domain/delivery/settlement";
import type { BodyPointer, GatewayEvent } from "#domain/event";
import type { HoldReason } from "#domain/flow/flow-gate";
import { DELAY_DETAIL, holdDetail, REJECTED_DETAIL } from "#domain/flow/hold-detail";
import type { DeliveryRecord } from "#domain/ports";
import type { Integration, OrganizationConfig } from "#domain/tenancy/organization-config";
import { compareContents, duplicateOf } from "./compare-contents.ts";
import { type DeliveryOutcome, giveUp, postpone } from "./delivery-outcome.ts";
import { newDelivery, recordOf } from "./delivery-record.ts";
import type { DeliveryServices } from "./delivery-services.ts";
import { rulesText } from "./flow-rules-text.ts";
import type { PlannedDelivery } from "./plan-deliveries.ts";

export interface Offered {
  readonly sendable: readonly PlannedDelivery[];
  /** Places at the target that this run has, by integration; of those that are not in it, as many as it likes. */
  readonly parallel: ReadonlyMap<string, number>;
  /** When it was given its token, of those that needed one. */
  readonly admittedAt: ReadonlyMap<PlannedDelivery, number>;
  readonly heldBack: readonly HeldBack[];
  readonly records: readonly DeliveryRecord[];
  /** One object could not be asked. What the others admitted must be given back, or it would wait for a lease's end. */
  readonly failure: unknown;
}

/** It is not sent now, and this run gives it an owner. */
export type HeldBack = { readonly item: PlannedDelivery } & (
  | { readonly kind: "hold"; readonly why: HoldReason; readonly until: number | null }
  | { readonly kind: "delay"; readonly until: number }
  | { readonly kind: "reject" }
  /** It keeps an order, so that it goes to its lane first. */
  | { readonly kind: "lane" }
);

/** Ask each integration's object which deliveries may go out now. */
export async function offerDeliveries(
  services: DeliveryServices,
  config: OrganizationConfig,
  planned: readonly PlannedDelivery[],
  payloadAt: (event: GatewayEvent) => BodyPointer,
): Promise<Offered> {
  const sendable: PlannedDelivery[] = [];
  const heldBack: HeldBack[] = [];
  const parallel = new Map<string, number>();
  const admittedAt = new Map<PlannedDelivery, number>();
  const records: DeliveryRecord[] = [];
  const take = (item: PlannedDelivery, answer: Offer | undefined) => {
    switch (answer?.kind) {
      case "send":
        sendable.push(item);
        if (answer.parallel !== undefined) parallel.set(item.integration.id, answer.parallel);
        if (answer.admittedAt !== undefined) admittedAt.set(item, answer.admittedAt);
        break;
      case "hold":
      case "reject":
        heldBack.push({ item, ...answer });
        break;
      case "settled": {
        const record = recordOf(newDelivery(item.id, item.event, payloadAt(item.event)), item.integration.id);
        records.push({ ...record, ...answer.outcome, firstAttemptAt: answer.outcome.attemptedAt });
        break;
      }
      case "duplicate":
        records.push(duplicateOf(answer.of, item, payloadAt(item.event)));
        break;
      case "queued":
        break;
      case "in_flight":
      case undefined:
        item.chunk.elsewhere = true;
        break;
    }
  };
  const now = services.now();
  const groups = Map.groupBy(planned, (item) => {
    const until = delayedUntil(item.integration, item.event);
    return `${until > now ? "later" : "now"} ${item.integration.id}`;
  });
  const calls = await Promise.allSettled(
    [...groups.values()].map(async (items) => {
      const [{ integration, event } = EMPTY] = items;
      if (integration === undefined || event === undefined) return;
      const isDelayed = delayedUntil(integration, event) > now;
      const isOrdered = integration.settings.flow.order !== null;
      const offers = await services.integrations.offer(
        { orgId: config.orgId, integrationId: integration.id },
        config.version,
        items.map(({ id }) => id),
        // What is not sent now takes no token and no probe.
        isDelayed ? null : rulesText(integration),
        await compareContents(services, items),
      );
      items.forEach((item, index) => {
        const answer = offers[index];
        if (isOrdered && answer?.kind === "send") heldBack.push({ item, kind: "lane" });
        else if (isDelayed && answer?.kind === "send") {
          heldBack.push({ item, kind: "delay", until: delayedUntil(integration, item.event) });
        } else take(item, answer);
      });
    }),
  );
  const failed = calls.find((call) => call.status === "rejected");
  const failure = failed === undefined ? null : failed.reason;
  return { sendable, parallel, admittedAt, heldBack, records, failure };
}

/** Nobody knows when a person resumes it: from this moment on the cron looks after it. */
const LOOK_AGAIN_MS = 10 * 60_000;
const EMPTY: Partial<PlannedDelivery> = {};

function delayedUntil({ settings }: Integration, { acceptedAt }: GatewayEvent): number {
  return acceptedAt + settings.flow.delayMs;
}

export function concludeHeld(held: HeldBack, payloadAt: BodyPointer, now: number): DeliveryOutcome {
  const { item } = held;
  const { id } = item.integration;
  const delivery = newDelivery(item.id, item.event, payloadAt);
  switch (held.kind) {
    case "reject":
      return giveUp(delivery, id, REJECTED_DETAIL, now);
    case "lane":
      throw new Error("Its lane was not looked for.");
    case "delay":
      return postpone(delivery, id, held.until, DELAY_DETAIL);
    case "hold": {
      // Its place among those that wait is that of this moment; what holds them back is not written into every row.
      const outcome = postpone(delivery, id, now, holdDetail(held.why));
      // Never null: a record without a moment is finished, and its event would be let go of before anybody has it.
      const nextRetryAt = held.until ?? now + LOOK_AGAIN_MS;
      return { ...outcome, record: { ...outcome.record, nextRetryAt } };
    }
  }
}

import { canTransition, type DeliveryStatus } from "#domain/delivery/delivery-state";
import type { DeliveryRecord } from "#domain/ports";
import { Problem } from "#domain/problem";
import type { OperationServices } from "./operation-services.ts";
import { enqueueNow, type RestartServices, sortRestartable } from "./restart-deliveries.ts";

type Services = RestartServices & Pick<OperationServices, "deliverySearch" | "deliveryChanges">;

/** A delivery's record before and after somebody did something to it. */
export interface ChangedDelivery {
  readonly before: DeliveryRecord;
  readonly after: DeliveryRecord;
}

/** Send a delivery's event to its integration once more, whether it arrived the first time or was given up. */
export async function replayDelivery(
  services: Services,
  orgId: string,
  id: string,
): Promise<ChangedDelivery> {
  return restart(services, orgId, await findDelivery(services, orgId, id));
}

/** The same for a dead letter, and only for a dead letter. */
export async function retryDeadLetter(
  services: Services,
  orgId: string,
  id: string,
): Promise<ChangedDelivery> {
  const record = await findDelivery(services, orgId, id);
  if (record.status !== "dead_lettered") throw notADeadLetter(record.status);
  return restart(services, orgId, record);
}

/** @throws Problem 404 when the organization has no such delivery. */
export async function findDelivery(
  { deliverySearch }: Pick<OperationServices, "deliverySearch">,
  orgId: string,
  id: string,
): Promise<DeliveryRecord> {
  const record = await deliverySearch.find(orgId, id);
  if (record === null) {
    throw new Problem("not_found", "There is no delivery with this id. It may be older than the retention.");
  }
  return record;
}

export function notADeadLetter(status: DeliveryStatus): Problem {
  return new Problem("conflict", `This delivery is ${status} and not a dead letter. Read it again.`);
}

/** Longer than an object with a long queue needs for its turn. */
const STUCK_AFTER_MS = 15 * 60_000;

/** One that should have been sent long ago may be restarted: whatever became of its row, there is a way out. */
function isOnItsWay({ status, nextRetryAt }: DeliveryRecord, now: number): boolean {
  const waits = status === "pending" || status === "held" || status === "retrying";
  return waits && (nextRetryAt ?? now) > now - STUCK_AFTER_MS;
}

async function restart(services: Services, orgId: string, record: DeliveryRecord): Promise<ChangedDelivery> {
  const { id, status, attempts } = record;
  if (isOnItsWay(record, services.now())) {
    throw new Problem("conflict", `This delivery is ${status}: it is sent without your help.`);
  }
  if (!canTransition(status, "retrying")) {
    throw new Problem("conflict", `A delivery that is ${status} cannot be sent again. Send the event anew.`);
  }
  const { refused } = await sortRestartable(services, orgId, [record]);
  const [refusal] = refused;
  if (refusal !== undefined) throw new Problem("conflict", refusal.reason);
  if (status === "delivered" || status === "cancelled")
    await services.deliveryChanges.keepFirstAttempts(orgId, [id]);
  // The object first: from here on it answers for the delivery. A record that says "retrying" while nobody holds the
  // delivery would wait for ever; the other way round, its next attempt corrects the record.
  await enqueueNow(services, orgId, [record]);
  await services.deliveryChanges.markRetrying(orgId, [{ id, status, attempts }], services.now());
  return { before: record, after: await findDelivery(services, orgId, id) };
}

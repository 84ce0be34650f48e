import { ANY_DELIVERY } from "#domain/operations/delivery-filter";
import type { DeliveryRecord } from "#domain/ports";
import { Problem } from "#domain/problem";
import type { OperationServices } from "./operation-services.ts";

type Services = Pick<OperationServices, "deliverySearch" | "bodies">;

export interface ShownEvent {
  /** Every delivery keeps the same event; this is one of them. */
  readonly any: DeliveryRecord;
  readonly deliveries: readonly DeliveryRecord[];
  /** Null when the payload is no longer kept. */
  readonly payloadText: string | null;
}

/** As many integrations as an organization can have, and more. */
const MAX_DELIVERIES = 1_000;

/** An event and what became of it at every integration. */
export async function showEvent(services: Services, orgId: string, eventId: string): Promise<ShownEvent> {
  const filter = { ...ANY_DELIVERY, eventId };
  const request = { after: null, limit: MAX_DELIVERIES, order: "oldest" } as const;
  const { rows } = await services.deliverySearch.fullPage(orgId, filter, request);
  const [any] = rows;
  if (any === undefined) {
    throw new Problem(
      "not_found",
      "There is no event with this id. One that was accepted this moment appears after its first delivery.",
    );
  }
  return { any, deliveries: rows, payloadText: await services.bodies.read(any.payloadAt) };
}

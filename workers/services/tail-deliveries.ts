import type { DeliveryFilter } from "#domain/operations/delivery-filter";
import type { DeliverySummary } from "#domain/operations/ports";
import type { OperationServices } from "./operation-services.ts";

export interface DeliveryTail {
  /** Oldest first. */
  readonly rows: readonly DeliverySummary[];
  /** A moment: ask for what was accepted since. */
  readonly position: number;
  /** There were more than fit, or than were looked at. */
  readonly more: boolean;
  readonly scanned: number;
}

/**
 * A record is written when its first attempt is over, so what was accepted earlier may come into the log later: the slowest
 * target is given up after half a minute. So long the tail looks back; what was seen before comes again, as it is now.
 */
const LATE_MS = 60_000;

/** What came into the log since `since`; the newest there are for null. */
export async function tailDeliveries(
  { deliverySearch, now }: Pick<OperationServices, "deliverySearch" | "now">,
  orgId: string,
  filter: DeliveryFilter,
  since: number | null,
  limit: number,
): Promise<DeliveryTail> {
  const asked = now();
  const from = since === null ? filter.from : Math.max(since, filter.from ?? 0);
  const request = { after: null, limit, order: "newest" } as const;
  const { rows, next, scanned } = await deliverySearch.page(orgId, { ...filter, from }, request);
  return {
    rows: rows.toReversed(),
    position: Math.max(since ?? 0, asked - LATE_MS),
    // Without a position there is always something older, which nobody asked for.
    more: since !== null && next !== null,
    scanned,
  };
}

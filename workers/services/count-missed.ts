import type { DeliveryFilter } from "#domain/operations/delivery-filter";
import { PLAIN_OPTIONS } from "#domain/operations/job";
import type { DeliveryCount } from "#domain/operations/ports";
import { findMissed } from "./find-missed.ts";
import type { OperationServices } from "./operation-services.ts";

type Services = Pick<
  OperationServices,
  "bodies" | "configurations" | "deliveryId" | "deliverySearch" | "now"
>;

const ROWS_PER_PAGE = 500;
/** A dry run is an answer to a request: it looks at so many rows, and says when there are more. */
const MAX_PAGES = 10;

/** How many events a backfill would deliver. */
export async function countMissed(
  services: Services,
  orgId: string,
  integrationId: string,
  filter: DeliveryFilter,
): Promise<DeliveryCount> {
  const job = { orgId, id: "a dry run", options: { ...PLAIN_OPTIONS, integrationId } };
  // An event that went to several integrations has several rows, which may lie on two pages.
  const found = new Set<string>();
  let after: string | null = null;
  for (let page = 0; page < MAX_PAGES; page++) {
    const request = { after, limit: ROWS_PER_PAGE, order: "oldest" } as const;
    const { rows, next } = await services.deliverySearch.fullPage(orgId, filter, request);
    for (const { record } of await findMissed(services, job, rows)) found.add(record.id);
    if (next === null) return { count: found.size, exact: true };
    after = next;
  }
  return { count: found.size, exact: false };
}

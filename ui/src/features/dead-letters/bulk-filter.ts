import type { components } from "~/api/openapi.d.ts";
import type { DeliveryQuery } from "../deliveries/list/delivery-filter.ts";

type DeadLetterFilter = Partial<components["schemas"]["BulkRequest"]["filter"]>;

/** The list's filter as a bulk operation on dead letters takes it: that they are dead letters is understood. */
export function deadLetterFilter(query: DeliveryQuery): DeadLetterFilter {
  const { status, httpStatus, eventId, correlationId, ...known } = query;
  return known;
}

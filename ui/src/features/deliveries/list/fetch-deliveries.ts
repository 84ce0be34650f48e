import { answer, api } from "~/api/client.ts";
import type { DeliveryQuery } from "./delivery-filter.ts";

export type ListPath = "/api/v1/deliveries" | "/api/v1/dead-letters";

export const PAGE_ROWS = 100;

/** One page of the log, or of what was given up. */
export function fetchDeliveries(
  path: ListPath,
  query: DeliveryQuery,
  cursor: string | null,
  signal: AbortSignal,
) {
  const page = { limit: PAGE_ROWS, ...(cursor === null ? {} : { cursor }) };
  if (path === "/api/v1/deliveries") {
    return answer(api.GET(path, { params: { query: { ...query, ...page } }, signal }));
  }
  // Dead letters are asked for by fewer things: their status is a given.
  const { status, httpStatus, eventId, correlationId, ...known } = query;
  return answer(api.GET(path, { params: { query: { ...known, ...page } }, signal }));
}

import type { z } from "@hono/zod-openapi";
import { ANY_DELIVERY, type DeliveryFilter, isDeliveryId, sharpen } from "#domain/operations/delivery-filter";
import type { SearchPage } from "#domain/operations/ports";
import { Problem } from "#domain/problem";
import type { DeliveryTail } from "#services/tail-deliveries";
import { decodeCursor, encodeCursor } from "./cursor.ts";
import { presentSummary } from "./present-delivery.ts";
import type { DeliveryQuery } from "./schemas/delivery.ts";
import { type PageQuery, readPage } from "./schemas/page.ts";

type Given = Partial<
  Pick<
    z.infer<typeof DeliveryQuery>,
    | "status"
    | "category"
    | "integrationId"
    | "eventType"
    | "eventId"
    | "from"
    | "to"
    | "httpStatus"
    | "correlationId"
    | "text"
  >
> & { readonly ids?: readonly string[] | undefined };

/** A caller's filters as the log understands them. */
export function readFilter(given: Given): DeliveryFilter {
  return sharpen({
    ...ANY_DELIVERY,
    statuses: given.status ?? [],
    category: given.category ?? null,
    integrationId: given.integrationId ?? null,
    eventType: given.eventType ?? null,
    eventId: given.eventId ?? null,
    from: given.from ?? null,
    to: given.to ?? null,
    httpStatus: given.httpStatus ?? null,
    correlationId: given.correlationId ?? null,
    text: given.text ?? null,
    ids: given.ids ?? null,
  });
}

/** @throws Problem 400 for a cursor of another list. */
export function readSearchRequest(query: z.infer<typeof PageQuery>, orgId: string) {
  const { limit, after } = readPage(query, orgId);
  if (after !== null && !isDeliveryId(after)) {
    throw new Problem("invalid_cursor", "This cursor belongs to another list. Leave it out to begin anew.");
  }
  return { limit, after, order: "newest" } as const;
}

export function presentSearchPage({ rows, next, scanned }: SearchPage, orgId: string) {
  return { items: rows.map(presentSummary), nextCursor: encodeCursor(orgId, next), scanned };
}

const POSITION = /^tail:(\d{1,15})$/;

/** @throws Problem 400 for a position that is not ours. */
export function readPosition(orgId: string, given: string | undefined): number | null {
  const text = decodeCursor(orgId, given);
  if (text === null) return null;
  const [, ms] = POSITION.exec(text) ?? [];
  if (ms === undefined) {
    throw new Problem("invalid_cursor", "Pass position back as it was answered, or leave after out.");
  }
  return Number(ms);
}

export function presentTail({ rows, position, more, scanned }: DeliveryTail, orgId: string) {
  return {
    items: rows.map(presentSummary),
    position: encodeCursor(orgId, `tail:${position}`) ?? "",
    more,
    scanned,
  };
}

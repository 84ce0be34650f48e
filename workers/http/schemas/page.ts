import { z } from "@hono/zod-openapi";
import type { Page, PageRequest } from "#domain/configuration-ports";
import { decodeCursor, encodeCursor } from "../cursor.ts";

/** Strict, like every query made from it: a misspelled filter would otherwise answer everything. */
export const PageQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z
    .string()
    .max(1_000)
    .optional()
    .openapi({ description: "`nextCursor` of the page before. Leave it out for the first page." }),
});

/** @throws Problem 400 for a cursor that is not ours, or of another organization. */
export function readPage({ limit, cursor }: z.infer<typeof PageQuery>, orgId: string): PageRequest {
  return { limit, after: decodeCursor(orgId, cursor) };
}

/** The form of every list. */
export function pageOf<Item extends z.ZodType>(item: Item) {
  return z.object({
    items: z.array(item),
    nextCursor: z.string().nullable().openapi({ description: "Null on the last page." }),
  });
}

export function presentPage<Item, Shown>(
  { items, next }: Page<Item>,
  present: (item: Item) => Shown,
  orgId: string,
) {
  return { items: items.map(present), nextCursor: encodeCursor(orgId, next) };
}

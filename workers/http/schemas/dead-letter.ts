import { z } from "@hono/zod-openapi";
import { CommonFilters, FORWARDS, forwards } from "./delivery.ts";
import { PageQuery } from "./page.ts";

export const DeadLetterQuery = PageQuery.extend(CommonFilters.shape).refine(forwards, FORWARDS);

const MAX_IDS = 1_000;

/** Strict: a misspelled filter must not turn "retry these" into "retry everything". */
export const BulkRequest = z
  .strictObject({
    filter: z
      .strictObject({
        ...CommonFilters.shape,
        ids: z.array(z.string().min(1).max(64)).min(1).max(MAX_IDS).optional(),
      })
      .refine(forwards, FORWARDS),
    dryRun: z.boolean().default(false).openapi({ description: "Only count" }),
  })
  .openapi("BulkRequest", { description: "An empty filter means every dead letter." });

export const BulkCount = z
  .object({
    count: z.int(),
    exact: z.boolean().openapi({
      description: "False above 100,000 dead letters: there may be more than counted.",
    }),
  })
  .openapi("BulkCount");

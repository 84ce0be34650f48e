import { z } from "@hono/zod-openapi";
import { Category, CommonFilters, FORWARDS, forwards, Moment } from "./delivery.ts";
import { BoundedCount } from "./overview.ts";
import { PageQuery } from "./page.ts";

export const DeadLetterQuery = PageQuery.extend(CommonFilters.shape).refine(forwards, FORWARDS);

export const DeadLetterSummary = z
  .object({
    deadLetters: BoundedCount,
    byCategory: z.array(
      z.object({
        category: Category.nullable().openapi({ description: "Null: given up without an attempt." }),
        count: z.int(),
      }),
    ),
    byIntegration: z.array(z.object({ integrationId: z.string(), count: z.int() })),
    oldestAt: z.iso.datetime().nullable(),
    newestAt: z.iso.datetime().nullable(),
  })
  .openapi("DeadLetterSummary", {
    description: "Of the newest 5,000. By the moment when their events were accepted.",
  });

const SINCE_FORWARDS = { path: ["until"], message: "It lies before `since`: exchange the two." };
const MAX_IDS = 1_000;
const ids = z.array(z.string().min(1).max(64)).min(1).max(MAX_IDS);

/** The queue's delays are whole seconds, and a page has a hundred deliveries: faster than this is not paced at all. */
const MAX_PER_MINUTE = 6_000;

/** What every bulk operation takes beside its filter. */
const bulk = {
  dryRun: z.boolean().default(false).openapi({ description: "Only count" }),
  perMinute: z.int().min(1).max(MAX_PER_MINUTE).nullable().default(null).openapi({
    description:
      "Deliveries per minute at most; null: as fast as it goes. A job's pace, beside the integration's own rate.",
  }),
};

/** Strict: a misspelled filter must not turn "retry these" into "retry everything". */
export const BulkRequest = z
  .strictObject({
    filter: z
      .strictObject({
        ...CommonFilters.shape,
        ids: ids.optional(),
      })
      .refine(forwards, FORWARDS),
    ...bulk,
  })
  .openapi("BulkRequest", { description: "An empty filter means every dead letter." });

const REPLAYED = ["delivered", "dead_lettered", "cancelled", "duplicate"] as const;
const CALLED_OFF = ["held", "retrying"] as const;

export const ReplayRequest = z
  .strictObject({
    filter: z
      .strictObject({
        ...CommonFilters.shape,
        ids: ids.optional(),
        status: z
          .array(z.enum(REPLAYED))
          .min(1)
          .default([...REPLAYED]),
      })
      .refine(forwards, FORWARDS)
      // An empty filter would send the whole log again.
      .refine(({ from, ids: named }) => from !== undefined || named !== undefined, {
        path: ["from"],
        message: "Say since when, or name the deliveries by ids.",
      }),
    ...bulk,
  })
  .openapi("ReplayRequest", { example: { filter: { from: "2026-11-23T05:00:00Z" }, dryRun: true } });

export const CancelRequest = z
  .strictObject({
    filter: z
      .strictObject({
        ...CommonFilters.shape,
        ids: ids.optional(),
        status: z
          .array(z.enum(CALLED_OFF))
          .min(1)
          .default([...CALLED_OFF]),
      })
      .refine(forwards, FORWARDS),
    dryRun: bulk.dryRun,
  })
  .openapi("CancelRequest", {
    description: "An empty filter means everything that is held or waits for a retry.",
  });

export const RecoverRequest = z
  .strictObject({
    since: Moment.openapi({ description: "Accepted at or after" }),
    until: Moment.optional().openapi({ description: "Accepted before; now when left out" }),
    category: CommonFilters.shape.category,
    eventType: CommonFilters.shape.eventType,
    ...bulk,
  })
  .refine(({ since, until }) => until === undefined || since <= until, SINCE_FORWARDS)
  .openapi("RecoverRequest", { example: { since: "2026-11-23T05:00:00Z", dryRun: true } });

export const BackfillRequest = z
  .strictObject({
    since: Moment.openapi({ description: "Accepted at or after" }),
    until: Moment.optional().openapi({ description: "Accepted before; now when left out" }),
    eventType: CommonFilters.shape.eventType,
    ...bulk,
  })
  .refine(({ since, until }) => until === undefined || since <= until, SINCE_FORWARDS)
  .openapi("BackfillRequest", { example: { since: "2026-11-23T05:00:00Z", dryRun: true } });

export const BulkCount = z
  .object({
    count: z.int(),
    exact: z.boolean().openapi({
      description:
        "False above 100,000 deliveries, and for a backfill above 5,000 rows of the log: there may be more than counted.",
    }),
  })
  .openapi("BulkCount");

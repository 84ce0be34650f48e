import { z } from "@hono/zod-openapi";
import { OVERVIEW_WINDOWS } from "#domain/overview/overview-window";
import { WAITING_STATUSES } from "#domain/overview/ports";
import { CircuitSummary } from "./circuit.ts";
import { Category } from "./delivery.ts";

const moment = z.iso.datetime();

export const OverviewQuery = z.strictObject({
  window: z.enum(OVERVIEW_WINDOWS).default("24h").openapi({
    description: "`1h` in buckets of 5 minutes, `24h` of an hour, `7d` of 6 hours.",
  }),
  integrationId: z.string().min(1).max(128).optional(),
});

const counts = {
  delivered: z.int(),
  failed: z.int().openapi({ description: "Failed at least once, and will be tried again." }),
  deadLettered: z.int(),
  waiting: z.int().openapi({ description: "Not tried yet: pending or held." }),
  discarded: z.int().openapi({ description: "Dead letters that were given up." }),
  notSent: z.int().openapi({ description: "Nothing was to be sent: unmatched, duplicate or cancelled." }),
};

const complete = z.boolean().openapi({
  description: "False: there were more deliveries than were looked at. The newest were, since `countedFrom`.",
});

export const BoundedCount = z
  .object({
    count: z.int(),
    exact: z.boolean().openapi({ description: "False: there are at least so many." }),
  })
  .openapi("BoundedCount");

const Bucket = z.object({ from: moment, to: moment, ...counts, countedFrom: moment, complete });

const milliseconds = z.number().nullable();

export const Overview = z
  .object({
    window: z.enum(OVERVIEW_WINDOWS),
    integrationId: z.string().nullable(),
    from: moment,
    to: moment,
    measuredAt: moment.openapi({
      description: "Up to five seconds ago; buckets that are over up to two minutes.",
    }),
    bucketMs: z.int(),
    buckets: z.array(Bucket).openapi({
      description: "By the moment a delivery was accepted, the oldest first. The last one is still running.",
    }),
    totals: z.object(counts),
    successRate: z.number().min(0).max(100).nullable().openapi({
      description:
        "In percent: delivered of delivered, failed, dead-lettered and discarded. Null when nothing was tried.",
    }),
    latency: z
      .object({ p50Ms: milliseconds, p95Ms: milliseconds, p99Ms: milliseconds, attempts: z.int() })
      .openapi({ description: "Of the last attempts. Above 200 ms rounded down by at most 5 percent." }),
    errors: z.array(z.object({ category: Category, now: BoundedCount, before: BoundedCount })).openapi({
      description:
        "Deliveries of the window whose last attempt failed, by why, the most frequent first; `before`: of the window of the same length before it.",
    }),
    deadLetters: BoundedCount.openapi({ description: "All there are now, of any age." }),
    waiting: z
      .object({ pending: BoundedCount, held: BoundedCount, retrying: BoundedCount })
      .openapi({ description: "All that wait now, of any age." }),
    oldestUndelivered: z
      .object({
        deliveryId: z.string(),
        eventId: z.string(),
        integrationId: z.string(),
        status: z.enum(WAITING_STATUSES),
        since: moment.openapi({ description: "When its event was accepted." }),
      })
      .nullable(),
    deliveriesLookedAt: z.int(),
    complete,
    unhealthyIntegrations: z
      .array(
        z.object({
          integrationId: z.string(),
          name: z.string(),
          score: z.number(),
          grade: z.enum(["green", "amber", "red", "unknown"]),
        }),
      )
      .nullable()
      .openapi({
        description: "Scores below 60, the worst first, at most 50. Null without integrations:read.",
      }),
    circuits: z.array(CircuitSummary).nullable().openapi({
      description: "Those that are not closed, the 50 that changed last. Null without integrations:read.",
    }),
  })
  .openapi("Overview");

import { z } from "@hono/zod-openapi";
import type { Quota, QuotaRateLimits } from "#domain/tenancy/quota";

const MOST = 1_000_000_000_000_000;
const amount = z.int().min(0).max(MOST);

const RateLimitSchema = z
  .strictObject({
    // As fine as the buckets count: a limit that they cannot hold would be taken, shown, and not enforced.
    ratePerSecond: z.number().min(0.001).max(100_000).multipleOf(0.001),
    burst: z.int().min(1).max(1_000_000),
  })
  .openapi("RateLimit", { description: "A bucket that refills at this rate and holds this many calls." });

const limit = (description: string) => RateLimitSchema.nullable().openapi({ description });

const RateLimitsSchema = z
  .strictObject({
    perKey: limit("Calls of one API key"),
    perUser: limit("Calls of one person"),
    perOrganization: limit("All calls in the organization together"),
  })
  .openapi("RateLimits");

export const QuotaSchema = z
  .strictObject({
    eventsPerDay: amount
      .nullable()
      .openapi({ description: "Accepted events per UTC day; duplicates are free" }),
    integrations: amount.nullable(),
    storageBytes: amount.nullable().openapi({ description: "Bytes of bodies kept in R2" }),
    rateLimits: RateLimitsSchema,
  })
  .openapi("Quota", { description: "Null: no limit." });

const wishedLimit = RateLimitSchema.nullable().optional();

/** Left out is null: as much as there is above. */
export const QuotaWrite = z
  .strictObject({
    eventsPerDay: amount.nullable().optional(),
    integrations: amount.nullable().optional(),
    storageBytes: amount.nullable().optional(),
    rateLimits: z
      .strictObject({ perKey: wishedLimit, perUser: wishedLimit, perOrganization: wishedLimit })
      .optional(),
  })
  .openapi("QuotaWrite", {
    description: "Null, or left out: no limit but the one above. A quota never exceeds its parent's.",
  });

export const QuotaView = z
  .object({
    set: QuotaSchema.openapi({ description: "What was set from above" }),
    effective: QuotaSchema.openapi({ description: "What holds: the smallest of that and everything above" }),
  })
  .openapi("QuotaView");

export const UsageSchema = z
  .object({
    quota: QuotaSchema,
    eventsToday: z.int().openapi({ description: "Accepted since midnight UTC, duplicates not counted" }),
    quotaResetsAt: z.iso.datetime().openapi({ description: "When the day's events begin anew" }),
    integrations: z.int(),
    storedBytes: z
      .int()
      .openapi({ description: "What its runs wrote to R2 and the retention has not removed" }),
  })
  .openapi("Usage");

export function readQuotaWish({ rateLimits, ...rest }: z.infer<typeof QuotaWrite>): Quota {
  return {
    eventsPerDay: rest.eventsPerDay ?? null,
    integrations: rest.integrations ?? null,
    storageBytes: rest.storageBytes ?? null,
    rateLimits: {
      perKey: rateLimits?.perKey ?? null,
      perUser: rateLimits?.perUser ?? null,
      perOrganization: rateLimits?.perOrganization ?? null,
    } satisfies QuotaRateLimits,
  };
}

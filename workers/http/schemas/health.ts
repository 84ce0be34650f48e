import { z } from "@hono/zod-openapi";
import { PageQuery } from "./page.ts";

const score = z.number().min(0).max(100).nullable();
const part = (weight: number, meaning: string) =>
  z.object({
    score: score.openapi({ description: meaning }),
    weight: z.literal(weight),
  });

/** A trend looks at the log of seven days: a page of cards may ask for it, a page of two hundred may not. */
const MOST_TRENDS = 50;

export const HealthListQuery = PageQuery.extend({
  include: z.enum(["trend"]).optional().openapi({
    description: "`trend`: each with its last seven days. Then `limit` is at most 50.",
  }),
  below: z.coerce
    .number()
    .min(0)
    .max(100)
    .optional()
    .openapi({ description: "Only integrations with a score under it.", example: 60 }),
}).refine(({ include, limit }) => include === undefined || limit <= MOST_TRENDS, {
  path: ["limit"],
  message: "At most 50 together with include=trend.",
});

const members = {
  integrationId: z.string(),
  name: z.string(),
  score: score.openapi({
    description:
      "0.5 success rate + 0.25 response time + 0.15 dead letters + 0.1 uptime. Null when nothing was attempted within 24 hours.",
  }),
  grade: z.enum(["green", "amber", "red", "unknown"]).openapi({
    description: "From 80 green, from 60 amber, below red.",
  }),
  parts: z.object({
    successRate: part(0.5, "Delivered of what was tried, in percent."),
    responseTime: part(0.25, "100 at 0 ms, 0 from 2000 ms on average."),
    deadLetters: part(0.15, "100 without dead letters, 0 from 20 on."),
    uptime: part(0.1, "100 when it is switched on and was tried within the last hour, otherwise 0."),
  }),
  inputs: z.object({
    succeeded: z.int(),
    failed: z.int(),
    averageResponseMs: z.number().nullable(),
    deadLetters: z.int(),
    deadLettersExact: z.boolean().openapi({ description: "False: at least so many." }),
    delivering: z.boolean(),
    lastAttemptAt: z.iso.datetime().nullable(),
    deliveriesLookedAt: z.int(),
    complete: z.boolean().openapi({
      description: "False: the last 24 hours had more deliveries than were looked at. The newest were.",
    }),
  }),
  measuredAt: z.iso
    .datetime()
    .openapi({ description: "Up to five minutes ago: until then the same is answered." }),
};

const trend = z.object({
  direction: z.enum(["rising", "falling", "steady", "unknown"]).openapi({
    description: "The last three days against those before; steady within 3 points.",
  }),
  days: z.array(z.object({ from: z.iso.datetime(), to: z.iso.datetime(), score })),
});

export const HealthSummary = z
  .object({ ...members, trend: trend.optional().openapi({ description: "With `include=trend`." }) })
  .openapi("HealthSummary");

export const IntegrationHealth = z.object({ ...members, trend }).openapi("IntegrationHealth");

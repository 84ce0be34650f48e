import { z } from "@hono/zod-openapi";

const counts = z.record(z.string(), z.int());

export const RemainsSchema = z
  .object({
    organization: z.enum(["present", "deleted", "none"]).openapi({
      description: "`deleted`: it reads as absent everywhere, and its purge is not through.",
    }),
    rows: counts.openapi({ description: "Rows in D1 by table, besides the organization's own" }),
    objects: counts.openapi({ description: "Rows, entries and alarms in Durable Objects, by their kind" }),
    bodies: z.int().openapi({ description: "Objects in R2" }),
    total: z.int().openapi({ description: "0: nothing is left" }),
  })
  .openapi("Remains");

import { z } from "@hono/zod-openapi";

export const ProxySchema = z
  .strictObject({ methods: z.array(z.string()).readonly() })
  .nullable()
  .openapi({ description: "How callers reach the target through /proxy/{id}/…; null: not at all." });

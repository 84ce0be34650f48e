import { z } from "@hono/zod-openapi";

/** Descriptions of what `checkEnvelope` accepts; http/routes/v1/events.test.ts holds the two against each other. */
export const Event = z
  .object({
    type: z
      .string()
      .min(1)
      .max(128)
      .regex(/^[A-Za-z0-9_:/-]+(?:\.[A-Za-z0-9_:/-]+)*$/)
      .openapi({ example: "order.created" }),
    payload: z
      .unknown()
      .openapi({ description: "Any JSON. Passed on exactly as written.", example: { orderId: 42 } }),
    id: z
      .string()
      .regex(/^(?!evt_|src_)[A-Za-z0-9_:-]{1,128}$/)
      .optional()
      .openapi({ description: "Your own id. A second event with it is a duplicate." }),
    occurredAt: z.iso.datetime({ offset: true }).optional(),
    labels: z.record(z.string().min(1).max(64), z.string().max(256)).optional(),
  })
  .openapi("Event");

export const EventBatch = z.object({ events: z.array(Event).min(1).max(1_000) }).openapi("EventBatch");

export const Accepted = z
  .object({
    id: z.string().openapi({ example: "evt_01k9zs4q8r0123456789abcdef" }),
    duplicate: z
      .boolean()
      .openapi({ description: "True: it was accepted before, and this is the first one's id." }),
  })
  .openapi("Accepted");

export const AcceptedBatch = z
  .object({
    results: z.array(
      Accepted.extend({
        error: z.literal("idempotency_conflict").optional().openapi({
          description: "Not taken: its key or id belongs to another body. `id` names that event.",
        }),
      }),
    ),
  })
  .openapi("AcceptedBatch");

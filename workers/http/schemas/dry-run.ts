import { z } from "@hono/zod-openapi";
import { Event } from "./event.ts";
import { Step } from "./step.ts";
import { TransformSchema } from "./transform.ts";
import { ValidationSchema } from "./validation.ts";

const id = z.string().min(1).max(200);

export const DryRunRequest = z
  .strictObject({
    eventId: id.optional().openapi({ description: "A past event. Needs the permission events:read, too." }),
    deliveryId: id
      .optional()
      .openapi({ description: "Its event. Needs the permission deliveries:read, too." }),
    type: Event.shape.type.optional(),
    payload: z.unknown().optional().openapi({ description: "Or any JSON, with a type." }),
    labels: Event.shape.labels,
    transform: TransformSchema.optional().openapi({ description: "Not saved yet; left out: as saved." }),
    validation: ValidationSchema.optional().openapi({ description: "Not saved yet; left out: as saved." }),
  })
  .openapi("DryRunRequest", { description: "One of eventId, deliveryId and payload." });

export const DryRunResult = z
  .object({
    eventId: z.string(),
    type: z.string(),
    before: z.string().openapi({ description: "The payload as it came, as text" }),
    outcome: z.enum(["messages", "cancelled", "invalid_payload", "failed"]),
    detail: z.string().nullable().openapi({ description: "Why it was cancelled, refused or failed" }),
    messages: z
      .array(
        z.object({
          id: z.string().openapi({ description: "The webhook-id it would have" }),
          url: z.string(),
          method: z.string(),
          headers: z
            .record(z.string(), z.string())
            .openapi({ description: "What may be secret reads [redacted]." }),
          body: z.string(),
          bodyTruncated: z.boolean(),
          refusal: z.string().nullable().openapi({ description: "Why it would not be sent there" }),
        }),
      )
      .openapi({ description: "After: every request that would be made, before it is signed" }),
    validationErrors: z.array(z.object({ pointer: z.string(), keyword: z.string(), message: z.string() })),
    log: z.array(z.object({ level: z.enum(["log", "warn", "error"]), text: z.string() })),
    fuelUsed: z.int().nullable().openapi({ description: "By the script; null without one" }),
    durationMs: z.number().openapi({ description: "0 where the clock stands still during work" }),
    steps: z.array(Step),
  })
  .openapi("DryRunResult");

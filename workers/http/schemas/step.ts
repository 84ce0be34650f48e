import { z } from "@hono/zod-openapi";

/** One step of an attempt, as the log and a test show it. */
export const Step = z
  .object({
    name: z.string().openapi({
      description:
        "match, admit (by a rate: when), validate, transform, check_target, sign, authenticate, send, classify",
    }),
    durationMs: z.number(),
    detail: z.string(),
    fuelUsed: z.int().optional().openapi({ description: "What a script used up (docs/sandbox.md)" }),
    log: z
      .array(z.object({ level: z.enum(["log", "warn", "error"]), text: z.string() }))
      .readonly()
      .optional()
      .openapi({ description: "What the script wrote to its console" }),
    errors: z
      .array(z.object({ pointer: z.string(), keyword: z.string(), message: z.string() }))
      .readonly()
      .optional()
      .openapi({ description: "What of the payload does not fit the schema" }),
  })
  .openapi("Step");

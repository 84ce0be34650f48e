import { z } from "@hono/zod-openapi";

export const TransformSchema = z
  .discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("simple"), mapping: z.unknown() }),
    z.strictObject({ kind: z.literal("script"), source: z.string() }),
  ])
  .nullable()
  .openapi({ description: "How the payload becomes the request; null sends it as bodyFormat says." });

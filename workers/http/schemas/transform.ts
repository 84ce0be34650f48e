import { z } from "@hono/zod-openapi";

const texts = z.record(z.string(), z.string());

/** The form. Whether its templates and its script would work is the domain's question: `checkTransform`. */
export const TransformSchema = z
  .discriminatedUnion("kind", [
    z.strictObject({
      kind: z.literal("simple"),
      mapping: z.unknown().openapi({
        description:
          "The new payload: JSON whose texts are templates, with $each, $if, $spread and $literal.",
        example: { order: "{{payload.id}}", total: "{{payload.cents | divide: 100 | number: 2}}" },
      }),
      url: z
        .string()
        .max(2048)
        .optional()
        .openapi({ description: "A template; left out: the integration's." }),
      method: z.string().max(200).optional(),
      headers: texts.optional().openapi({ description: "Templates, added to the integration's headers." }),
      query: texts.optional().openapi({ description: "Templates, added to the URL's query." }),
    }),
    z.strictObject({
      kind: z.literal("script"),
      source: z.string().openapi({
        description: "JavaScript that defines `transform(payload, context)`.",
        example: "function transform(payload, context) { return { id: payload.id }; }",
      }),
    }),
  ])
  .nullable()
  .openapi({
    description: "How the payload is changed before bodyFormat is applied; null leaves it as it came.",
  });

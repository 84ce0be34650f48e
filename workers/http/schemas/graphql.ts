import { z } from "@hono/zod-openapi";

export const GraphqlSchema = z
  .strictObject({
    document: z.string(),
    operationName: z.string().nullable().default(null),
    variables: z.unknown().default(null),
  })
  .nullable()
  .openapi({ description: "What is asked of a GraphQL endpoint; null for a plain HTTP target." });

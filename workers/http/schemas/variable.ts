import { z } from "@hono/zod-openapi";

const value = z
  .string()
  .openapi({ description: "At most 2048 characters. Not secret: everybody here reads it." });
const description = z.string();

export const VariableName = z.object({
  name: z.string().min(1).max(100).openapi({ description: "Letters, digits and _.", example: "SHOP_URL" }),
});

export const VariablePut = z
  .strictObject({ value, description: description.optional() })
  .openapi("VariablePut");

export const Variable = z
  .object({
    name: z.string(),
    value,
    description,
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  })
  .openapi("Variable", {
    description: "A named plain value for transformations: `{{env.NAME}}`. Not a secret.",
  });

import { z } from "@hono/zod-openapi";

const description = z.string().max(2_000);
const schema = z.unknown().openapi({
  description:
    "A JSON Schema (an object or a boolean), or null. Kept as documentation: events are not checked against it yet.",
  example: { type: "object", required: ["orderId"] },
});
const example = z.unknown().openapi({ description: "An example payload.", example: { orderId: 42 } });

const members = {
  description: description.optional(),
  schema: schema.optional(),
  example: example.optional(),
};

export const EventTypePatch = z.strictObject(members).openapi("EventTypePatch");
export const EventTypeCreate = z
  .strictObject({ name: z.string().openapi({ example: "order.created" }), ...members })
  .openapi("EventTypeCreate");

export const EventType = z
  .object({
    name: z.string(),
    description: z.string(),
    schema,
    example,
    source: z.enum(["template", "own"]).openapi({
      description: "`template`: shared by every organization, until one of your own has its name.",
    }),
    archived: z.boolean(),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  })
  .openapi("EventType");

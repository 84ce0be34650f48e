import { z } from "@hono/zod-openapi";
import { VALIDATION_MODES } from "#domain/validation/validation-settings";

const description = z.string().max(2_000);
const schema = z.unknown().openapi({
  description:
    "A JSON Schema (an object or a boolean), or null: draft-07 unless `$schema` names 2019-09 or 2020-12. It is documentation unless `validation` says otherwise.",
  example: { type: "object", required: ["orderId"] },
});
const example = z.unknown().openapi({ description: "An example payload.", example: { orderId: 42 } });

const validation = z.enum(VALIDATION_MODES).nullable().openapi({
  description:
    "How events of this type are held against the schema when they are sent. `STRICT`: 422 for what does not fit. `LAX`: accepted and counted. `TRANSFORM`: types are coerced and defaults filled in; 422 for what then does not fit. Null: not at all.",
});

const members = {
  description: description.optional(),
  schema: schema.optional(),
  validation: validation.optional(),
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
    validation,
    example,
    source: z.enum(["template", "own"]).openapi({
      description: "`template`: shared by every organization, until one of your own has its name.",
    }),
    archived: z.boolean(),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  })
  .openapi("EventType");

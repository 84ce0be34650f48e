import { z } from "@hono/zod-openapi";
import { VALIDATION_MODES } from "#domain/validation/validation-settings";

export const ValidationSchema = z
  .strictObject({ mode: z.enum(VALIDATION_MODES), schema: z.unknown() })
  .nullable()
  .openapi({ description: "What the payload must look like (JSON Schema); null takes any." });

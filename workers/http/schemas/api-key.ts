import { z } from "@hono/zod-openapi";
import type { ApiKeyRecord } from "#domain/configuration-ports";

export const ApiKeyCreate = z
  .strictObject({ name: z.string().trim().min(1).max(200).openapi({ example: "production" }) })
  .openapi("ApiKeyCreate");

export const ApiKey = z
  .object({
    id: z.string(),
    name: z.string(),
    hint: z.string().openapi({ example: "igw_eu_…abcd" }),
    scopes: z.array(z.string()).openapi({ description: "Permissions", example: ["events:publish"] }),
    createdBy: z.string(),
    createdAt: z.iso.datetime(),
    revokedAt: z.iso.datetime().nullable(),
  })
  .openapi("ApiKey");

export const CreatedApiKey = ApiKey.extend({
  key: z.string().openapi({ description: "The key itself, shown this once." }),
}).openapi("CreatedApiKey");

export function presentApiKey({ id, name, hint, scopes, createdBy, createdAt, revokedAt }: ApiKeyRecord) {
  return {
    id,
    name,
    hint,
    scopes: [...scopes],
    createdBy,
    createdAt: new Date(createdAt).toISOString(),
    revokedAt: revokedAt === null ? null : new Date(revokedAt).toISOString(),
  };
}

import { z } from "@hono/zod-openapi";
import type { ApiKeyRecord } from "#domain/configuration-ports";
import { DEFAULT_OVERLAP_MS, MAX_OVERLAP_MS } from "#domain/tenancy/api-key-lifetime";
import type { ApiKeyRequest } from "#services/create-api-key";
import { toIso, toIsoOrNull } from "../moment.ts";
import { Moment } from "./delivery.ts";
import { PermissionName, Permissions, sortPermissions } from "./permission.ts";

export const ApiKeyCreate = z
  .strictObject({
    name: z.string().trim().min(1).max(200).openapi({ example: "production" }),
    scopes: Permissions.optional().openapi({
      example: ["events:publish"],
      description: "What the key may do, no more than you hold. Left out: everything that you hold here.",
    }),
    expiresAt: Moment.nullable().default(null).openapi({
      description: "In the future, at most ten years ahead. Null or left out: it works until it is revoked.",
    }),
  })
  .openapi("ApiKeyCreate");

export const ApiKeyRotation = z
  .strictObject({
    overlapMs: z.int().min(0).max(MAX_OVERLAP_MS).default(DEFAULT_OVERLAP_MS).openapi({
      description: "How long the old key works on: up to seven days, a day when left out. 0 ends it now.",
    }),
    expiresAt: Moment.nullable().optional().openapi({
      description:
        "When the new key ends. Null: never. Left out: after as long as the old key was made to live.",
    }),
  })
  .openapi("ApiKeyRotation");

export const ApiKey = z
  .object({
    id: z.string(),
    name: z.string(),
    hint: z.string().openapi({ example: "igw_eu_…abcd" }),
    scopes: z.array(PermissionName),
    createdBy: z.string().openapi({ description: "`user_…`, `key_…` or `operator`" }),
    createdAt: z.iso.datetime(),
    expiresAt: z.iso.datetime().nullable(),
    revokedAt: z.iso.datetime().nullable(),
    lastUsedAt: z.iso.datetime().nullable().openapi({ description: "To the minute" }),
    replacedBy: z.string().nullable().openapi({ description: "The key that it was rotated to" }),
  })
  .openapi("ApiKey");

export const CreatedApiKey = ApiKey.extend({
  key: z.string().openapi({ description: "The key itself, shown this once." }),
}).openapi("CreatedApiKey");

export const RotatedApiKey = CreatedApiKey.extend({
  replaced: ApiKey.openapi({ description: "The old key, with the moment at which it ends." }),
}).openapi("RotatedApiKey");

export function presentApiKey(record: ApiKeyRecord): z.infer<typeof ApiKey> {
  const { id, name, hint, scopes, createdBy, createdAt, expiresAt, revokedAt, lastUsedAt, replacedBy } =
    record;
  return {
    id,
    name,
    hint,
    scopes: sortPermissions(scopes),
    createdBy,
    createdAt: toIso(createdAt),
    expiresAt: toIsoOrNull(expiresAt),
    revokedAt: toIsoOrNull(revokedAt),
    lastUsedAt: toIsoOrNull(lastUsedAt),
    replacedBy,
  };
}

export function readApiKey({ name, scopes, expiresAt }: z.infer<typeof ApiKeyCreate>): ApiKeyRequest {
  return { name, scopes, expiresAt };
}

import { z } from "@hono/zod-openapi";
import {
  type KeyRotation,
  ROTATION_LEVELS,
  ROTATION_STATUSES,
  rotationPercentage,
} from "#domain/secrets/key-rotation";
import type { KeyUsage } from "#domain/secrets/ports";
import { toIso } from "../moment.ts";

export const KeyRotationStart = z
  .strictObject({
    level: z.enum(ROTATION_LEVELS).openapi({
      description:
        "`key_encryption_keys`: wrap every data key with the first key of SECRETS_KEYS, so that the others can be removed. `data_keys`: a new data key for every organization, and every secret sealed anew.",
    }),
  })
  .openapi("KeyRotationStart");

export const KeyRotationSchema = z
  .object({
    id: z.string().openapi({ example: "rot_01k9zs4q8r0123456789abcdef" }),
    level: z.enum(ROTATION_LEVELS),
    status: z.enum(ROTATION_STATUSES).openapi({
      description:
        "`incomplete`: something could not be opened, so the old keys must stay. See `leftExamples`.",
    }),
    percentage: z.int().min(0).max(100),
    phase: z.enum(["rewrite", "prove"]).openapi({
      description: "All organizations are gone through twice: the second time proves that nothing is left.",
    }),
    rewritten: z.int().openapi({ description: "Data keys wrapped anew, and secrets sealed anew" }),
    left: z.int().openapi({ description: "Under an old key when the proof came by" }),
    leftExamples: z
      .array(z.string())
      .readonly()
      .openapi({ description: "Where some of these lie; never what" }),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  })
  .openapi("KeyRotation");

export const EncryptionSchema = z
  .object({
    currentKeyId: z.string(),
    keys: z.array(
      z.object({
        id: z.string(),
        configured: z.boolean().openapi({ description: "SECRETS_KEYS names it" }),
        dataKeys: z.int().openapi({ description: "Data keys that it wraps" }),
        secrets: z.int().openapi({ description: "Secrets sealed with these data keys" }),
        directSecrets: z.int().openapi({ description: "Secrets sealed with the key itself (`v1`)" }),
        removable: z.boolean().openapi({
          description:
            "Nothing needs it. Remove it when every running version of the gateway has the newer key.",
        }),
      }),
    ),
    oldDataKeys: z.int().openapi({ description: "Replaced, and still there" }),
    orphanedSecrets: z.int().openapi({ description: "Secrets whose data key is gone: they do not open" }),
    rotations: z.array(KeyRotationSchema).openapi({ description: "The last five, newest first" }),
  })
  .openapi("Encryption");

export function presentRotation(rotation: KeyRotation): z.infer<typeof KeyRotationSchema> {
  const { id, level, status, position, rewritten, createdAt, updatedAt } = rotation;
  return {
    id,
    level,
    status,
    percentage: rotationPercentage(rotation),
    phase: position.phase,
    rewritten,
    left: position.left,
    leftExamples: position.examples,
    createdAt: toIso(createdAt),
    updatedAt: toIso(updatedAt),
  };
}

export function presentEncryption(
  { currentKeyId, keys, oldDataKeys, orphanedSecrets }: KeyUsage,
  rotations: readonly KeyRotation[],
): z.infer<typeof EncryptionSchema> {
  return {
    currentKeyId,
    keys: keys.map((key) => ({
      ...key,
      removable: key.id !== currentKeyId && key.dataKeys + key.secrets + key.directSecrets === 0,
    })),
    oldDataKeys,
    orphanedSecrets,
    rotations: rotations.map(presentRotation),
  };
}

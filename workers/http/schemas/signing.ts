import { z } from "@hono/zod-openapi";
import { MAX_OVERLAP_MS } from "#domain/signing/secret-rotation";
import { DEFAULT_SEPARATOR } from "#domain/signing/signing-config";

/** The form of a signing configuration. What a template may say is the domain's own: `checkTemplate`. */
export const SigningSchema = z
  .discriminatedUnion("mode", [
    z.strictObject({ mode: z.literal("standard") }).openapi({ description: "Standard Webhooks headers." }),
    z.strictObject({
      mode: z.literal("template"),
      headerName: z.string().openapi({ example: "X-Hub-Signature-256" }),
      contentTemplate: z.string().openapi({
        description: "What is signed: {id}, {timestamp}, {timestamp_ms}, {body}, {type}, {url}, {method}",
        example: "{timestamp}.{body}",
      }),
      algorithm: z.enum(["sha1", "sha256", "sha512"]).default("sha256"),
      encoding: z.enum(["hex", "base64"]).default("hex"),
      prefix: z.string().default("").openapi({ example: "sha256=" }),
      separator: z
        .string()
        .default(DEFAULT_SEPARATOR)
        .openapi({ description: "Between the signatures of several secrets; empty: only one is sent." }),
      extraHeaders: z.record(z.string(), z.string()).default({}),
    }),
    z.strictObject({ mode: z.literal("none") }),
  ])
  .openapi("Signing");

export const SecretKindSchema = z.enum(["hmac", "ed25519"]);

/** One place that may hold a whole key; the domain and the key parser judge what it says. */
export const SecretText = z.string().max(400).openapi({
  description: "Your own secret: `whsec_…` (base64), `whsk_…` (Ed25519) or `utf8:…` (the text is the key).",
  example: "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD",
});

export const OverlapMs = z
  .int()
  .min(0)
  .max(MAX_OVERLAP_MS)
  .openapi({ description: "Milliseconds for which the old secret still signs, 0 to 7 days." });

export const Secret = z
  .object({
    id: z.string(),
    kind: SecretKindSchema,
    status: z.enum(["current", "expiring", "expired"]),
    hint: z.string().nullable().openapi({ description: "The last four characters of an HMAC secret." }),
    publicKey: z.string().nullable().openapi({ description: "What verifies Ed25519 signatures: `whpk_…`" }),
    createdAt: z.iso.datetime(),
    expiresAt: z.iso.datetime().nullable().openapi({ description: "When it stops signing; null: never." }),
  })
  .openapi("SigningSecret");

export const signingSecretOnce = z.string().nullable().openapi({
  description:
    "The HMAC secret, shown this once. Null for Ed25519: its private key never leaves the gateway.",
});

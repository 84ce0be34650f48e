import { z } from "@hono/zod-openapi";
import { INTEGRATION_SORTS } from "#domain/configuration-ports";
import { ERROR_CATEGORIES } from "#domain/delivery/error-category";
import { CIRCUIT_PHASES } from "#domain/flow/circuit-change";
import { HTTP_METHODS } from "#domain/tenancy/organization-config";
import { FlowInput, FlowSchema } from "./flow.ts";
import { GraphqlInput, GraphqlSchema, ProtocolSchema } from "./graphql.ts";
import { PageQuery } from "./page.ts";
import { ProxySchema } from "./proxy.ts";
import { RetryPolicyInput, RetryPolicySchema } from "./retry.ts";
import { SecretKindSchema, SecretText, SigningSchema, signingSecretOnce } from "./signing.ts";
import { TransformSchema } from "./transform.ts";
import { ValidationSchema } from "./validation.ts";

/** The form of an integration. Whether it would work is the domain's own question: `checkDraft`. */

const name = z.string().trim().min(1).max(200);
const eventTypes = z
  .array(z.string())
  .readonly()
  .openapi({ description: "Event types and patterns.", example: ["order.*"] });
const filter = z.unknown().openapi({
  description: "A filter on the payload, the labels and the type; null takes every event of these types.",
  example: { "payload.amount": { $gte: 100 } },
});
const url = z.string().openapi({ example: "https://example.com/webhooks" });
const method = z.enum(HTTP_METHODS);
const headers = z.record(z.string(), z.string()).openapi({
  description:
    "Sent with every request. Values that are secret by their name are shown as a mask, `••••abcd`; sending the mask back keeps the value.",
  example: { Authorization: "Bearer …" },
});
const timeoutMs = z.number().openapi({ description: "Milliseconds, 100 to 30000." });
const bodyFormat = z.enum(["payload", "envelope"]);
export const DeadLetterPolicySchema = z.strictObject({
  autoRetry: z
    .strictObject({
      categories: z.array(z.enum(ERROR_CATEGORIES)).readonly(),
      afterMs: z.number(),
      maxRounds: z.number().default(1),
    })
    .nullable()
    .openapi({ description: "Which dead letters start again by themselves; null: none." }),
});

const credentialId = z.string().max(100).nullable().openapi({
  description: "The credential that its requests are sent with; null for none.",
  example: null,
});

/** Every member, none of them required: the body of a PATCH. */
const optional = {
  name: name.optional(),
  eventTypes: eventTypes.optional(),
  filter: filter.optional(),
  url: url.optional(),
  method: method.optional(),
  headers: headers.optional(),
  timeoutMs: timeoutMs.optional(),
  enabled: z.boolean().optional(),
  bodyFormat: bodyFormat.optional(),
  signing: SigningSchema.optional(),
  retry: RetryPolicyInput.optional(),
  deadLetter: DeadLetterPolicySchema.optional(),
  credentialId: credentialId.optional(),
  validation: ValidationSchema.optional(),
  transform: TransformSchema.optional(),
  protocol: ProtocolSchema.optional(),
  graphql: GraphqlInput.optional(),
  proxy: ProxySchema.optional(),
  flow: FlowInput.optional(),
};

export const IntegrationPatch = z.strictObject(optional).openapi("IntegrationPatch");
export const IntegrationPut = z
  .strictObject({ ...optional, name, eventTypes, url })
  .openapi("IntegrationPut");
export const IntegrationCreate = z
  .strictObject({
    ...optional,
    name,
    eventTypes,
    url,
    secretKind: SecretKindSchema.optional().openapi({ description: "hmac when left out." }),
    secret: SecretText.optional(),
  })
  .openapi("IntegrationCreate");

export const IntegrationListQuery = PageQuery.extend({
  q: z.string().trim().min(1).max(200).optional().openapi({
    description: "Part of the name or of the target's address, or the id.",
  }),
  enabled: z.enum(["true", "false"]).optional(),
  sort: z.enum(INTEGRATION_SORTS).default("newest").openapi({
    description: "`updated`: what was changed last first. A cursor belongs to the sort that made it.",
  }),
});

export const Integration = z
  .object({
    id: z.string().openapi({ example: "int_01k9zs4q8r0123456789abcdef" }),
    name: z.string(),
    enabled: z.boolean(),
    disabledReason: z.string().nullable().openapi({
      description:
        "Why the gateway switched it off: `gone_410`, `receiver_disabled`, `circuit_trips`. Enabling clears it.",
    }),
    eventTypes,
    filter,
    url,
    method,
    headers,
    timeoutMs,
    bodyFormat,
    signing: SigningSchema,
    retry: RetryPolicySchema,
    deadLetter: DeadLetterPolicySchema,
    credentialId,
    validation: ValidationSchema,
    transform: TransformSchema,
    protocol: ProtocolSchema,
    graphql: GraphqlSchema,
    proxy: ProxySchema,
    flow: FlowSchema,
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  })
  .openapi("Integration");

export const ListedIntegration = Integration.extend({
  circuit: z
    .object({
      phase: z.enum(CIRCUIT_PHASES),
      since: z.iso.datetime(),
      restsUntil: z.iso.datetime().nullable(),
    })
    .nullable()
    .openapi({ description: "Null while it is closed. GET /api/v1/circuits has more of it." }),
}).openapi("ListedIntegration");

export const CreatedIntegration = Integration.extend({
  signingSecret: signingSecretOnce,
  publicKey: z.string().nullable().openapi({ description: "What verifies Ed25519 signatures: `whpk_…`" }),
}).openapi("CreatedIntegration");

import { z } from "@hono/zod-openapi";
import { CREDENTIAL_KINDS, CREDENTIAL_STATUSES, type CredentialKind } from "#domain/credentials/credential";

/** The form of a credential. Whether it would work is the domain's own question: `checkCredential`. */

const name = z.string().trim().min(1).max(200);

/** Long enough for any token; the domain says what is too long, with a pointer. */
const secret = z.string().max(10_000).openapi({
  format: "password",
  description: "Write-only: shown as a mask, `••••abcd`. Sending the mask back keeps the value.",
});
const url = z.string().max(2_100);
const scopes = z
  .array(z.string())
  .max(200)
  .readonly()
  .openapi({ example: ["orders:write"] });
const authentication = z.enum(["basic", "post"]).openapi({
  description: "How the gateway signs in at the token endpoint: in the Authorization header, or in the body.",
});

/** Every member of every kind; what has a default may be left out when a credential is made. */
const configs = {
  basic: z.strictObject({ username: z.string().max(500), password: secret }),
  bearer: z.strictObject({ token: secret }),
  api_key: z.strictObject({
    in: z.enum(["header", "query"]),
    name: z.string().max(200).openapi({ example: "X-Api-Key" }),
    value: secret,
  }),
  hmac: z.strictObject({
    algorithm: z.enum(["sha256", "sha512", "sha1"]).openapi({ description: "sha1 is weak." }),
    header: z.string().max(200).openapi({ example: "X-Signature" }),
    encoding: z.enum(["hex", "base64"]),
    prefix: z.string().max(100).openapi({ example: "sha256=" }),
    secret,
  }),
  oauth2_client_credentials: z.strictObject({
    tokenUrl: url,
    clientId: z.string().min(1).max(1_000),
    clientSecret: secret,
    scopes,
    audience: z.string().max(2_000).nullable(),
    authentication,
  }),
  oauth2_authorization_code: z.strictObject({
    authorizationUrl: url,
    tokenUrl: url,
    clientId: z.string().min(1).max(1_000),
    clientSecret: secret.nullable().openapi({ description: "Null for a public client." }),
    scopes,
    authentication,
    issuer: url.nullable().openapi({
      description:
        "What `iss` in the provider's answer must be; null: an issuer on the authorization URL's origin.",
    }),
    authorizationParameters: z
      .record(z.string().max(200), z.string().max(2_000))
      .openapi({ example: { access_type: "offline", prompt: "consent" } }),
  }),
} as const;

/** The same with defaults, for a credential that is made or replaced. */
const complete = {
  basic: configs.basic,
  bearer: configs.bearer,
  api_key: configs.api_key,
  hmac: configs.hmac.extend({
    algorithm: configs.hmac.shape.algorithm.default("sha256"),
    encoding: configs.hmac.shape.encoding.default("hex"),
    prefix: configs.hmac.shape.prefix.default(""),
  }),
  oauth2_client_credentials: configs.oauth2_client_credentials.extend({
    scopes: scopes.default([]),
    audience: configs.oauth2_client_credentials.shape.audience.default(null),
    authentication: authentication.default("basic"),
  }),
  oauth2_authorization_code: configs.oauth2_authorization_code.extend({
    clientSecret: configs.oauth2_authorization_code.shape.clientSecret.default(null),
    scopes: scopes.default([]),
    authentication: authentication.default("basic"),
    issuer: configs.oauth2_authorization_code.shape.issuer.default(null),
    authorizationParameters: configs.oauth2_authorization_code.shape.authorizationParameters.default({}),
  }),
} as const;

const kindOf = <Kind extends CredentialKind>(kind: Kind) =>
  z.strictObject({ name, kind: z.literal(kind), config: complete[kind] });

export const CredentialCreate = z
  .discriminatedUnion("kind", [
    kindOf("basic"),
    kindOf("bearer"),
    kindOf("api_key"),
    kindOf("hmac"),
    kindOf("oauth2_client_credentials"),
    kindOf("oauth2_authorization_code"),
  ])
  .openapi("CredentialCreate");

export const CredentialPatch = z
  .strictObject({
    name: name.optional(),
    config: z
      .record(z.string().max(100), z.unknown())
      .optional()
      .openapi({ description: "Members of the credential's own kind; what is left out stays." }),
  })
  .openapi("CredentialPatch");

/** What a PATCH of this kind may say in `config`; which kind that is, only the stored credential knows. */
export const CONFIG_PATCHES: Readonly<Record<CredentialKind, z.ZodType>> = {
  basic: z.strictObject({ config: configs.basic.partial() }),
  bearer: z.strictObject({ config: configs.bearer.partial() }),
  api_key: z.strictObject({ config: configs.api_key.partial() }),
  hmac: z.strictObject({ config: configs.hmac.partial() }),
  oauth2_client_credentials: z.strictObject({ config: configs.oauth2_client_credentials.partial() }),
  oauth2_authorization_code: z.strictObject({ config: configs.oauth2_authorization_code.partial() }),
};

const Time = z.iso.datetime();

const ConfigMember = z
  .union([z.string(), z.array(z.string()).readonly(), z.record(z.string(), z.string()).readonly()])
  .nullable();

export const Credential = z
  .object({
    id: z.string().openapi({ example: "cred_01k9zs4q8r0123456789abcdef" }),
    name: z.string(),
    kind: z.enum(CREDENTIAL_KINDS),
    config: z.record(z.string(), ConfigMember).openapi({
      description: "As it was saved, with its secret masked.",
      example: { username: "gateway", password: "••••abcd" },
    }),
    status: z.enum(CREDENTIAL_STATUSES).openapi({
      description:
        "`needs_authorization`: a person has to connect it to its provider. `failing`: the provider refuses what is stored. Deliveries wait for either to be mended.",
    }),
    detail: z
      .string()
      .nullable()
      .openapi({ description: "What the provider said last, when it was not a token." }),
    expiresAt: Time.nullable().openapi({ description: "When the present access token ends." }),
    refusal: z
      .object({ at: Time, reason: z.enum(["declined", "failed"]), detail: z.string() })
      .nullable()
      .openapi({
        description: "How the last attempt to connect it ended, when that did not. Connecting it ends this.",
      }),
    warnings: z.array(z.string()).openapi({ description: "What works and ought to be better." }),
    createdAt: Time,
    updatedAt: Time,
  })
  .openapi("Credential");

export const AuthorizationRequest = z
  .strictObject({
    redirectUri: z.string().max(2_100).optional().openapi({
      description: "What you registered at the provider: refused unless it is exactly the gateway's own.",
    }),
  })
  .openapi("AuthorizationRequest");

export const BegunAuthorization = z
  .object({
    authorizationUrl: z.string().openapi({ description: "Open this in a browser." }),
    redirectUri: z.string().openapi({ description: "Register exactly this at the provider." }),
    expiresAt: Time,
  })
  .openapi("BegunAuthorization");

export const RedirectUri = z
  .object({
    redirectUri: z.string().openapi({
      description: "Register exactly this at the provider.",
      example: "https://gateway.example.com/oauth/callback",
    }),
  })
  .openapi("RedirectUri");

export const CredentialTest = z
  .object({
    outcome: z.enum(["token_received", "nothing_to_fetch", "refused", "unavailable"]),
    detail: z.string(),
    expiresAt: Time.nullable().openapi({ description: "When the token ends; never the token itself." }),
    durationMs: z.int(),
  })
  .openapi("CredentialTest");

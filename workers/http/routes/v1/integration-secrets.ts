import { z } from "@hono/zod-openapi";
import type { SecretRecord, SecretValue } from "#domain/configuration-ports";
import { findIntegration } from "#services/find-integration";
import { retireSecret } from "#services/retire-secret";
import { rotateSecret } from "#services/rotate-secret";
import { createRouter, type Variables } from "../../context.ts";
import { guardedRoute } from "../../guarded-route.ts";
import { jsonBody } from "../../middleware/json-body.ts";
import { toIso, toIsoOrNull } from "../../moment.ts";
import { problems } from "../../schemas/problem.ts";
import { OverlapMs, Secret, SecretKindSchema, SecretText, signingSecretOnce } from "../../schemas/signing.ts";

const tags = ["integrations"];
const params = z.object({ id: z.string() });
const DAY_MS = 86_400_000;

const SecretList = z.object({ items: z.array(Secret) }).openapi("SigningSecretList");

const list = guardedRoute(
  { access: "secrets:read" },
  {
    method: "get",
    path: "/{id}/secrets",
    operationId: "listSigningSecrets",
    tags,
    summary: "List an integration's signing secrets, newest first",
    request: { params },
    responses: {
      200: { description: "All of them", content: { "application/json": { schema: SecretList } } },
      ...problems(401, 404),
    },
  },
);

const rotate = guardedRoute(
  { access: "secrets:rotate", audit: "signing_secret.rotated" },
  {
    method: "post",
    path: "/{id}/secrets/rotate",
    operationId: "rotateSigningSecret",
    tags,
    summary: "Make a new signing secret",
    description:
      "Both the new and the old one sign during the overlap, so that receivers change over without a gap. At most 10 secrets sign.",
    middleware: jsonBody,
    request: {
      params,
      body: {
        required: true,
        content: {
          "application/json": {
            schema: z
              .strictObject({
                kind: SecretKindSchema.optional(),
                secret: SecretText.optional(),
                overlapMs: OverlapMs.default(DAY_MS),
              })
              .openapi("SecretRotation"),
          },
        },
      },
    },
    responses: {
      201: {
        description: "The new secret, shown this once",
        content: {
          "application/json": {
            schema: Secret.extend({ signingSecret: signingSecretOnce }).openapi("RotatedSecret"),
          },
        },
      },
      ...problems(400, 401, 404, 409, 413, 415, 422),
    },
  },
);

const retire = guardedRoute(
  { access: "secrets:rotate", audit: "signing_secret.retired" },
  {
    method: "post",
    path: "/{id}/secrets/{secretId}/retire",
    operationId: "retireSigningSecret",
    tags,
    summary: "Stop signing with a secret",
    description: "The only current secret cannot be retired: rotate it, or change how the integration signs.",
    middleware: jsonBody,
    request: {
      params: params.extend({ secretId: z.string() }),
      body: {
        required: true,
        content: {
          "application/json": {
            schema: z.strictObject({ overlapMs: OverlapMs.default(0) }).openapi("SecretRetirement"),
          },
        },
      },
    },
    responses: {
      200: {
        description: "The secrets that sign now",
        content: { "application/json": { schema: SecretList } },
      },
      ...problems(400, 401, 404, 409, 413, 415, 422),
    },
  },
);

export function createIntegrationSecretRoutes() {
  return createRouter()
    .openapi(list, async (c) => {
      const { id } = c.req.valid("param");
      await findIntegration(c.var.services, c.var.orgId, id);
      return c.json({ items: await shownSecrets(c.var, id) }, 200);
    })
    .openapi(rotate, async (c) => {
      const { kind, secret, overlapMs } = c.req.valid("json");
      const { id } = c.req.valid("param");
      const { services, orgId } = c.var;
      const before = await shownSecrets(c.var, id);
      const made = await rotateSecret(services, orgId, id, { kind, value: secret }, overlapMs);
      const secrets = await services.repositories.secrets.list(orgId, id);
      c.var.trail.note({
        target: { kind: "signing_secret", id: made.id },
        before: { integrationId: id, signingSecrets: before },
        after: {
          integrationId: id,
          signingSecrets: secrets.map((kept) => presentSecret(kept, services.now())),
        },
      });
      const record = secrets.find((candidate) => candidate.id === made.id) ?? {
        ...made,
        hint: made.publicKey ?? "••••",
        expiresAt: null,
      };
      const { signingSecret } = shownOnce(made);
      return c.json({ ...presentSecret(record, services.now()), signingSecret }, 201);
    })
    .openapi(retire, async (c) => {
      const { id, secretId } = c.req.valid("param");
      const { services, orgId } = c.var;
      const before = await shownSecrets(c.var, id);
      await retireSecret(services, orgId, id, secretId, c.req.valid("json").overlapMs);
      const items = await shownSecrets(c.var, id);
      c.var.trail.note({
        target: { kind: "signing_secret", id: secretId },
        before: { integrationId: id, signingSecrets: before },
        after: { integrationId: id, signingSecrets: items },
      });
      return c.json({ items }, 200);
    });
}

async function shownSecrets({ services, orgId }: Pick<Variables, "services" | "orgId">, id: string) {
  const secrets = await services.repositories.secrets.list(orgId, id);
  return secrets.map((secret) => presentSecret(secret, services.now()));
}

/** The one moment a secret is seen. The private half of a pair is not: nobody but the gateway signs. */
export function shownOnce(secret: SecretValue) {
  return secret.kind === "hmac"
    ? { signingSecret: secret.value, publicKey: null }
    : { signingSecret: null, publicKey: secret.publicKey ?? null };
}

function presentSecret({ id, kind, hint, createdAt, expiresAt }: SecretRecord, now: number) {
  return {
    id,
    kind,
    status: statusOf(expiresAt, now),
    hint: kind === "hmac" ? hint : null,
    publicKey: kind === "ed25519" ? hint : null,
    createdAt: toIso(createdAt),
    expiresAt: toIsoOrNull(expiresAt),
  };
}

function statusOf(expiresAt: number | null, now: number) {
  if (expiresAt === null) return "current" as const;
  return expiresAt > now ? ("expiring" as const) : ("expired" as const);
}

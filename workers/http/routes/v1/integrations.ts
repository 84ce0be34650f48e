import { z } from "@hono/zod-openapi";
import type { IntegrationRecord } from "#domain/configuration-ports";
import type { CircuitState } from "#domain/flow/circuit-state";
import { protocolOf } from "#domain/graphql/choose-protocol";
import type { SigningConfig } from "#domain/signing/signing-config";
import { maskHeaders } from "#domain/tenancy/stored-settings";
import { createIntegration } from "#services/create-integration";
import { deleteIntegration } from "#services/delete-integration";
import { findIntegration } from "#services/find-integration";
import { type UpdatedIntegration, updateIntegration } from "#services/update-integration";
import type { AuditTrail } from "../../audit-trail.ts";
import { createRouter } from "../../context.ts";
import { etagOf, readIfMatch } from "../../etag.ts";
import { guardedRoute } from "../../guarded-route.ts";
import { jsonBody } from "../../middleware/json-body.ts";
import { toIso, toIsoOrNull } from "../../moment.ts";
import {
  CreatedIntegration,
  Integration,
  IntegrationCreate,
  IntegrationListQuery,
  IntegrationPatch,
  IntegrationPut,
  ListedIntegration,
} from "../../schemas/integration.ts";
import { pageOf, presentPage, readPage } from "../../schemas/page.ts";
import { problems } from "../../schemas/problem.ts";
import { shownOnce } from "./integration-secrets.ts";

const tags = ["integrations"];
const params = z.object({ id: z.string() });
const headers = z.object({
  "if-match": z
    .string()
    .optional()
    .openapi({ description: "The ETag that you read: refuses with 412 when it changed since." }),
});
const json = <Schema extends z.ZodType>(schema: Schema) => ({ "application/json": { schema } });
const found = { description: "The integration, with its ETag", content: json(Integration) };

const list = guardedRoute(
  { access: "integrations:read" },
  {
    method: "get",
    path: "/",
    operationId: "listIntegrations",
    tags,
    summary: "List integrations",
    request: { query: IntegrationListQuery },
    responses: {
      200: { description: "One page", content: json(pageOf(ListedIntegration).openapi("IntegrationPage")) },
      ...problems(400, 401),
    },
  },
);

const create = guardedRoute(
  { access: "integrations:create", audit: "integration.created" },
  {
    method: "post",
    path: "/",
    operationId: "createIntegration",
    tags,
    summary: "Create an integration",
    description: "Makes a signing secret, or takes yours. The answer is the only one that shows it.",
    middleware: jsonBody,
    request: { body: { required: true, content: json(IntegrationCreate) } },
    responses: {
      201: { description: "Created", content: json(CreatedIntegration) },
      ...problems(400, 401, 409, 413, 415, 422),
    },
  },
);

const get = guardedRoute(
  { access: "integrations:read" },
  {
    method: "get",
    path: "/{id}",
    operationId: "getIntegration",
    tags,
    summary: "Get an integration",
    request: { params },
    responses: { 200: found, ...problems(401, 404) },
  },
);

const patch = guardedRoute(
  { access: "integrations:update", audit: "integration.updated" },
  {
    method: "patch",
    path: "/{id}",
    operationId: "updateIntegration",
    tags,
    summary: "Change members of an integration",
    description:
      "Members are replaced whole, except that `retry` is completed by what is stored. What is left out stays.",
    middleware: jsonBody,
    request: { params, headers, body: { required: true, content: json(IntegrationPatch) } },
    responses: { 200: found, ...problems(400, 401, 404, 409, 412, 413, 415, 422) },
  },
);

const put = guardedRoute(
  { access: "integrations:update", audit: "integration.updated" },
  {
    method: "put",
    path: "/{id}",
    operationId: "replaceIntegration",
    tags,
    summary: "Replace an integration",
    description: "What is left out gets its default. Signing secrets stay.",
    middleware: jsonBody,
    request: { params, headers, body: { required: true, content: json(IntegrationPut) } },
    responses: { 200: found, ...problems(400, 401, 404, 409, 412, 413, 415, 422) },
  },
);

const remove = guardedRoute(
  { access: "integrations:delete", audit: "integration.deleted" },
  {
    method: "delete",
    path: "/{id}",
    operationId: "deleteIntegration",
    tags,
    summary: "Delete an integration",
    description: "What still waits for it becomes a dead letter. The log stays.",
    request: { params, headers },
    responses: { 204: { description: "Deleted" }, ...problems(400, 401, 404, 409, 412) },
  },
);

export function createIntegrationRoutes() {
  return createRouter()
    .openapi(list, async (c) => {
      const { services, orgId } = c.var;
      const { q, enabled, sort, ...query } = c.req.valid("query");
      const wish = { text: q ?? null, enabled: enabled === undefined ? null : enabled === "true", sort };
      const [found, circuits] = await Promise.all([
        services.repositories.integrations.list(orgId, wish, readPage(query, orgId)),
        services.circuitStates.notClosed(orgId),
      ]);
      const present = (record: IntegrationRecord) => ({
        ...presentIntegration(record),
        circuit: presentBadge(circuits.get(record.id)),
      });
      return c.json(presentPage(found, present, orgId), 200);
    })
    .openapi(create, async (c) => {
      const { secretKind, secret, ...input } = c.req.valid("json");
      const created = await createIntegration(c.var.services, c.var.orgId, input, {
        kind: secretKind,
        value: secret,
      });
      c.header("etag", etagOf(created.record));
      c.header("location", `/api/v1/integrations/${created.record.id}`);
      const shown = presentIntegration(created.record);
      c.var.trail.note({ target: { kind: "integration", id: shown.id }, after: shown });
      return c.json({ ...shown, ...shownOnce(created.secret) }, 201);
    })
    .openapi(get, async (c) => {
      const record = await findIntegration(c.var.services, c.var.orgId, c.req.valid("param").id);
      c.header("etag", etagOf(record));
      return c.json(presentIntegration(record), 200);
    })
    .openapi(patch, async (c) => {
      const expected = readIfMatch(c.req.valid("header")["if-match"]);
      const { id } = c.req.valid("param");
      const updated = await updateIntegration(
        c.var.services,
        c.var.orgId,
        id,
        c.req.valid("json"),
        "merge",
        expected,
      );
      c.header("etag", etagOf(updated.record));
      return c.json(noted(c.var.trail, updated), 200);
    })
    .openapi(put, async (c) => {
      const expected = readIfMatch(c.req.valid("header")["if-match"]);
      const { id } = c.req.valid("param");
      const updated = await updateIntegration(
        c.var.services,
        c.var.orgId,
        id,
        c.req.valid("json"),
        "replace",
        expected,
      );
      c.header("etag", etagOf(updated.record));
      return c.json(noted(c.var.trail, updated), 200);
    })
    .openapi(remove, async (c) => {
      const expected = readIfMatch(c.req.valid("header")["if-match"]);
      const { id } = c.req.valid("param");
      const gone = await deleteIntegration(c.var.services, c.var.orgId, id, expected);
      c.var.trail.note({ target: { kind: "integration", id }, before: presentIntegration(gone) });
      return c.body(null, 204);
    });
}

function noted(trail: AuditTrail, { before, record }: UpdatedIntegration) {
  const shown = presentIntegration(record);
  trail.note({
    target: { kind: "integration", id: shown.id },
    before: presentIntegration(before),
    after: shown,
  });
  return shown;
}

function presentBadge(state: CircuitState | undefined) {
  if (state === undefined) return null;
  const { phase, since, restsUntil } = state;
  return { phase, since: toIso(since), restsUntil: toIsoOrNull(restsUntil) };
}

/** An integration as everybody of its organization may see it: nothing here opens a seal. */
function presentIntegration(record: IntegrationRecord) {
  const { settings } = record;
  return {
    id: record.id,
    name: record.name,
    enabled: record.enabled,
    disabledReason: record.disabledReason,
    ...settings,
    protocol: protocolOf(settings),
    headers: maskHeaders(settings.headers),
    signing: presentSigning(settings.signing),
    createdAt: toIso(record.createdAt),
    updatedAt: toIso(record.updatedAt),
  };
}

function presentSigning(signing: SigningConfig) {
  return signing.mode === "template" ? { ...signing, extraHeaders: { ...signing.extraHeaders } } : signing;
}

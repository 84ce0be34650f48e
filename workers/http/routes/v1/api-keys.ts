import { z } from "@hono/zod-openapi";
import { createApiKey, revokeApiKey } from "#services/manage-api-keys";
import { createRouter } from "../../context.ts";
import { guardedRoute } from "../../guarded-route.ts";
import { jsonBody } from "../../middleware/json-body.ts";
import { ApiKey, ApiKeyCreate, CreatedApiKey, presentApiKey } from "../../schemas/api-key.ts";
import { PageQuery, pageOf, presentPage, readPage } from "../../schemas/page.ts";
import { problems } from "../../schemas/problem.ts";

const tags = ["API keys"];

const list = guardedRoute(
  { access: "keys:read" },
  {
    method: "get",
    path: "/",
    operationId: "listApiKeys",
    tags,
    summary: "List API keys, newest first, revoked ones too",
    request: { query: PageQuery },
    responses: {
      200: {
        description: "One page",
        content: { "application/json": { schema: pageOf(ApiKey).openapi("ApiKeyPage") } },
      },
      ...problems(400, 401),
    },
  },
);

const create = guardedRoute(
  { access: "keys:create", audit: "api_key.created" },
  {
    method: "post",
    path: "/",
    operationId: "createApiKey",
    tags,
    summary: "Make an API key",
    middleware: jsonBody,
    request: { body: { required: true, content: { "application/json": { schema: ApiKeyCreate } } } },
    responses: {
      201: {
        description: "The key, shown this once",
        content: { "application/json": { schema: CreatedApiKey } },
      },
      ...problems(400, 401, 409, 413, 415, 422),
    },
  },
);

const revoke = guardedRoute(
  { access: "keys:revoke", audit: "api_key.revoked" },
  {
    method: "delete",
    path: "/{id}",
    operationId: "revokeApiKey",
    tags,
    summary: "Revoke an API key",
    description: "It stops working within 30 seconds everywhere. Also the key that asks may be revoked.",
    request: { params: z.object({ id: z.string() }) },
    responses: { 204: { description: "Revoked" }, ...problems(401, 404) },
  },
);

export function createApiKeyRoutes() {
  return createRouter()
    .openapi(list, async (c) => {
      const page = readPage(c.req.valid("query"));
      const found = await c.var.services.repositories.apiKeys.list(c.var.orgId, page);
      return c.json(presentPage(found, presentApiKey), 200);
    })
    .openapi(create, async (c) => {
      const { services, orgId, permissions, principal } = c.var;
      const { record, key } = await createApiKey(services, orgId, {
        name: c.req.valid("json").name,
        scopes: [...permissions],
        createdBy: principal.id,
      });
      c.var.trail.note({ target: { kind: "api_key", id: record.id }, after: presentApiKey(record) });
      return c.json({ ...presentApiKey(record), key }, 201);
    })
    .openapi(revoke, async (c) => {
      const { id } = c.req.valid("param");
      await revokeApiKey(c.var.services, c.var.orgId, id);
      c.var.trail.note({
        target: { kind: "api_key", id },
        before: { id, revoked: false },
        after: { id, revoked: true },
      });
      return c.body(null, 204);
    });
}

import { z } from "@hono/zod-openapi";
import { createApiKey } from "#services/create-api-key";
import { findApiKey } from "#services/find-api-key";
import { revokeApiKey } from "#services/revoke-api-key";
import { rotateApiKey } from "#services/rotate-api-key";
import { createRouter, type Variables } from "../../context.ts";
import { guardedRoute } from "../../guarded-route.ts";
import { jsonBody } from "../../middleware/json-body.ts";
import {
  ApiKey,
  ApiKeyCreate,
  ApiKeyRotation,
  CreatedApiKey,
  presentApiKey,
  RotatedApiKey,
  readApiKey,
} from "../../schemas/api-key.ts";
import { PageQuery, pageOf, presentPage, readPage } from "../../schemas/page.ts";
import { problems } from "../../schemas/problem.ts";

const tags = ["API keys"];
const params = z.object({ id: z.string() });

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
    description: "Its scopes are no wider than what you hold: else 403, with what is missing.",
    middleware: jsonBody,
    request: { body: { required: true, content: { "application/json": { schema: ApiKeyCreate } } } },
    responses: {
      201: {
        description: "The key, shown this once",
        content: { "application/json": { schema: CreatedApiKey } },
      },
      ...problems(400, 401, 403, 409, 413, 415, 422),
    },
  },
);

const get = guardedRoute(
  { access: "keys:read" },
  {
    method: "get",
    path: "/{id}",
    operationId: "getApiKey",
    tags,
    summary: "Get an API key, without its value",
    request: { params },
    responses: {
      200: { description: "The key's record", content: { "application/json": { schema: ApiKey } } },
      ...problems(401, 404),
    },
  },
);

const rotate = guardedRoute(
  { access: "keys:rotate", audit: "api_key.rotated" },
  {
    method: "post",
    path: "/{id}/rotate",
    operationId: "rotateApiKey",
    tags,
    summary: "Replace an API key, both working for a while",
    description:
      "The new key has the same name and scopes, so you must hold them yourself. The old one works on for `overlapMs`, then answers 401.",
    middleware: jsonBody,
    request: {
      params,
      body: { required: false, content: { "application/json": { schema: ApiKeyRotation } } },
    },
    responses: {
      201: {
        description: "The new key, shown this once",
        content: { "application/json": { schema: RotatedApiKey } },
      },
      ...problems(400, 401, 403, 404, 409, 413, 415, 422),
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
    request: { params },
    responses: { 204: { description: "Revoked" }, ...problems(401, 404) },
  },
);

export function createApiKeyRoutes() {
  return createRouter()
    .openapi(list, async (c) => {
      const page = readPage(c.req.valid("query"), c.var.orgId);
      const found = await c.var.services.repositories.apiKeys.list(c.var.orgId, page);
      return c.json(presentPage(found, presentApiKey, c.var.orgId), 200);
    })
    .openapi(create, async (c) => {
      const request = readApiKey(c.req.valid("json"));
      const { record, key } = await createApiKey(c.var.services, c.var.orgId, request, makerOf(c.var));
      const shown = presentApiKey(record);
      c.var.trail.note({ target: { kind: "api_key", id: record.id }, after: shown });
      c.header("location", `/api/v1/api-keys/${record.id}`);
      return c.json({ ...shown, key }, 201);
    })
    .openapi(get, async (c) =>
      c.json(presentApiKey(await findApiKey(c.var.services, c.var.orgId, c.req.valid("param").id)), 200),
    )
    .openapi(rotate, async (c) => {
      const { id } = c.req.valid("param");
      const { overlapMs, expiresAt } = c.req.valid("json");
      const { record, key, before, replaced } = await rotateApiKey(
        c.var.services,
        c.var.orgId,
        id,
        { overlapMs, expiresAt },
        makerOf(c.var),
      );
      const [old, made] = [presentApiKey(replaced), presentApiKey(record)];
      c.var.trail.note({
        target: { kind: "api_key", id },
        before: presentApiKey(before),
        after: { ...old, replacement: made },
      });
      c.header("location", `/api/v1/api-keys/${record.id}`);
      return c.json({ ...made, key, replaced: old }, 201);
    })
    .openapi(revoke, async (c) => {
      const { id } = c.req.valid("param");
      const { before, after } = await revokeApiKey(c.var.services, c.var.orgId, id);
      c.var.trail.note({
        target: { kind: "api_key", id },
        before: presentApiKey(before),
        after: presentApiKey(after),
      });
      return c.body(null, 204);
    });
}

function makerOf({ principal, permissions }: Pick<Variables, "principal" | "permissions">) {
  return { id: principal.id, permissions };
}

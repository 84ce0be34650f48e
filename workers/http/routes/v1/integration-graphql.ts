import { z } from "@hono/zod-openapi";
import type { EndpointSchema as Known } from "#domain/graphql/ports";
import { executeGraphql, type PlaygroundResult } from "#services/execute-graphql";
import { findSchema, removeSchema, type SavedSchema, uploadSchema } from "#services/graphql-schema";
import { introspectGraphql } from "#services/introspect-graphql";
import { createRouter } from "../../context.ts";
import { guardedRoute } from "../../guarded-route.ts";
import { jsonBody, jsonBodyUpTo } from "../../middleware/json-body.ts";
import { toIso } from "../../moment.ts";
import {
  EndpointSchema,
  ExecuteRequest,
  ExecuteResult,
  IntrospectionRequest,
  SavedEndpointSchema,
  SchemaUpload,
} from "../../schemas/graphql.ts";
import { problems } from "../../schemas/problem.ts";

const tags = ["integrations"];
const params = z.object({ id: z.string() });
const json = <Schema extends z.ZodType>(schema: Schema) => ({ "application/json": { schema } });

/** SDL as a JSON string: every line break and quote takes two bytes. */
const MAX_UPLOAD_BYTES = 6 * 1024 * 1024;

const introspect = guardedRoute(
  { access: "integrations:update", audit: "graphql_schema.introspected" },
  {
    method: "post",
    path: "/{id}/graphql/introspect",
    operationId: "introspectGraphql",
    tags,
    summary: "Ask a GraphQL endpoint for its schema",
    description:
      "With the integration's credential. What it answers is kept, and later documents are held against it.",
    middleware: jsonBody,
    request: { params, body: { required: true, content: json(IntrospectionRequest) } },
    responses: {
      200: { description: "The schema is kept", content: json(SavedEndpointSchema) },
      ...problems(400, 401, 404, 409, 413, 415, 422),
    },
  },
);

const get = guardedRoute(
  { access: "integrations:read" },
  {
    method: "get",
    path: "/{id}/graphql/schema",
    operationId: "getGraphqlSchema",
    tags,
    summary: "Get what is known of a GraphQL endpoint's schema",
    request: { params },
    responses: {
      200: { description: "The schema, with its ETag", content: json(EndpointSchema) },
      ...problems(401, 404),
    },
  },
);

const put = guardedRoute(
  { access: "integrations:update", audit: "graphql_schema.uploaded" },
  {
    method: "put",
    path: "/{id}/graphql/schema",
    operationId: "putGraphqlSchema",
    tags,
    summary: "Upload a GraphQL endpoint's schema",
    description: "For endpoints that do not answer introspection.",
    middleware: jsonBodyUpTo(MAX_UPLOAD_BYTES),
    request: { params, body: { required: true, content: json(SchemaUpload) } },
    responses: {
      200: { description: "The schema is kept", content: json(SavedEndpointSchema) },
      ...problems(400, 401, 404, 409, 413, 415, 422),
    },
  },
);

const remove = guardedRoute(
  { access: "integrations:update", audit: "graphql_schema.removed" },
  {
    method: "delete",
    path: "/{id}/graphql/schema",
    operationId: "deleteGraphqlSchema",
    tags,
    summary: "Forget a GraphQL endpoint's schema",
    request: { params },
    responses: { 204: { description: "Forgotten" }, ...problems(401, 404) },
  },
);

const execute = guardedRoute(
  // Unlike a test, it can do anything at the endpoint that the credential allows: somebody has to have said so.
  { access: "integrations:test", audit: "integration.graphql_executed" },
  {
    method: "post",
    path: "/{id}/graphql/execute",
    operationId: "executeGraphql",
    tags,
    summary: "Send an operation of your own to a GraphQL endpoint",
    description:
      "With the integration's credential, to its url, with the header `X-Gateway-Test: true`. Nothing but who sent which operation is recorded. Answers 200 whatever the endpoint answered.",
    middleware: jsonBody,
    request: { params, body: { required: true, content: json(ExecuteRequest) } },
    responses: {
      200: { description: "What happened", content: json(ExecuteResult) },
      ...problems(400, 401, 404, 409, 413, 415, 422),
    },
  },
);

export function createIntegrationGraphqlRoutes() {
  return createRouter()
    .openapi(introspect, async (c) => {
      const { services, orgId, correlationId, trail } = c.var;
      const { id } = c.req.valid("param");
      const { descriptions } = c.req.valid("json");
      const saved = await introspectGraphql(services, orgId, id, { descriptions, correlationId });
      trail.note(changeOf(id, saved));
      return c.json(presentSaved(id, saved), 200);
    })
    .openapi(get, async (c) => {
      const { id } = c.req.valid("param");
      const schema = await findSchema(c.var.services, c.var.orgId, id);
      c.header("etag", `"${schema.hash}"`);
      return c.json({ ...summarize(id, schema), sdl: schema.sdl }, 200);
    })
    .openapi(put, async (c) => {
      const { id } = c.req.valid("param");
      const saved = await uploadSchema(c.var.services, c.var.orgId, id, c.req.valid("json").sdl);
      c.var.trail.note(changeOf(id, saved));
      return c.json(presentSaved(id, saved), 200);
    })
    .openapi(remove, async (c) => {
      const { id } = c.req.valid("param");
      const gone = await removeSchema(c.var.services, c.var.orgId, id);
      c.var.trail.note({ target: { kind: "graphql_schema", id }, before: summarize(id, gone) });
      return c.body(null, 204);
    })
    .openapi(execute, async (c) => {
      const { services, orgId, correlationId, trail } = c.var;
      const { id } = c.req.valid("param");
      const { document, operationName, variables } = c.req.valid("json");
      const variablesJson = JSON.stringify(variables ?? {});
      const call = { document, operationName, variablesJson, correlationId };
      const result = await executeGraphql(services, orgId, id, call);
      const { kind, name } = result.operation;
      // Not the variables, nor what is written into the document: values of the caller's own data.
      trail.note({ target: { kind: "integration", id }, after: { operation: kind, operationName: name } });
      return c.json(presentExecuted(result), 200);
    });
}

function changeOf(id: string, { schema, before }: SavedSchema) {
  const target = { kind: "graphql_schema", id };
  const after = summarize(id, schema);
  return before === null ? { target, after } : { target, before: summarize(id, before), after };
}

function presentSaved(id: string, { schema, problems: misfits }: SavedSchema) {
  return { ...summarize(id, schema), length: schema.sdl.length, problems: misfits };
}

function summarize(integrationId: string, { source, updatedAt, hash }: Known) {
  return { integrationId, source, updatedAt: toIso(updatedAt), hash };
}

function presentExecuted({ attempt, outcome }: PlaygroundResult) {
  const { response, error, steps } = attempt.trace;
  return {
    outcome: outcome.kind,
    category: outcome.kind === "failure" ? outcome.category : null,
    detail: outcome.kind === "failure" ? outcome.detail : null,
    durationMs: attempt.exchange.durationMs,
    steps: [...steps],
    answer: response,
    error,
  };
}

import { z } from "@hono/zod-openapi";
import { addSourceSecret, removeSourceSecret, rotateSourceToken } from "#services/rotate-source";
import { createRouter } from "../../context.ts";
import { etagOf } from "../../etag.ts";
import { guardedRoute } from "../../guarded-route.ts";
import { jsonBody } from "../../middleware/json-body.ts";
import { presentSecret } from "../../present-source.ts";
import { problems } from "../../schemas/problem.ts";
import { AddedSecret, CreatedSourceSchema, SecretAddition, TokenRotation } from "../../schemas/source.ts";
import { show, urlOf } from "./sources.ts";

const tags = ["sources"];
const params = z.object({ id: z.string() });
const json = <Schema extends z.ZodType>(schema: Schema) => ({ "application/json": { schema } });

const rotateToken = guardedRoute(
  { access: "sources:manage", audit: "source.address_rotated" },
  {
    method: "post",
    path: "/{id}/rotate-token",
    operationId: "rotateSourceToken",
    tags,
    summary: "Make a new address for a source",
    description: "Both work during the overlap, so that the provider can be changed over without a gap.",
    middleware: jsonBody,
    request: { params, body: { required: true, content: json(TokenRotation) } },
    responses: {
      201: {
        description: "The source with its new address, shown this once",
        content: json(CreatedSourceSchema),
      },
      ...problems(400, 401, 404, 409, 413, 415, 422),
    },
  },
);

const add = guardedRoute(
  { access: "sources:manage", audit: "source.secret_added" },
  {
    method: "post",
    path: "/{id}/secrets",
    operationId: "addSourceSecret",
    tags,
    summary: "Add a signing secret, or rotate to a new one",
    description: "Those before it verify during the overlap. At most 10.",
    middleware: jsonBody,
    request: { params, body: { required: true, content: json(SecretAddition) } },
    responses: {
      201: { description: "Added; it is not shown", content: json(AddedSecret) },
      ...problems(400, 401, 404, 409, 413, 415, 422),
    },
  },
);

const remove = guardedRoute(
  { access: "sources:manage", audit: "source.secret_removed" },
  {
    method: "delete",
    path: "/{id}/secrets/{secretId}",
    operationId: "removeSourceSecret",
    tags,
    summary: "Remove a signing secret at once",
    description: "For one that leaked. A source without secrets refuses everything until it has one.",
    request: { params: z.object({ id: z.string(), secretId: z.string() }) },
    responses: { 204: { description: "Removed" }, ...problems(401, 404, 409) },
  },
);

export function createSourceSecretRoutes() {
  return createRouter()
    .openapi(rotateToken, async (c) => {
      const { services, orgId } = c.var;
      const { id } = c.req.valid("param");
      const { overlapSeconds } = c.req.valid("json");
      const { before, record, token } = await rotateSourceToken(services, orgId, id, overlapSeconds);
      const shown = show(services, record);
      c.var.trail.note({ target: { kind: "source", id }, before: show(services, before), after: shown });
      c.header("etag", etagOf(record));
      return c.json({ ...shown, url: urlOf(services, c.req.url, token) }, 201);
    })
    .openapi(add, async (c) => {
      const { services, orgId } = c.var;
      const { id } = c.req.valid("param");
      const { secret, overlapSeconds } = c.req.valid("json");
      const added = await addSourceSecret(services, orgId, id, secret, overlapSeconds);
      const { before, record, secretId } = added;
      c.var.trail.note({
        target: { kind: "source", id },
        before: show(services, before),
        after: show(services, record),
      });
      const found = record.secrets.find((candidate) => candidate.id === secretId);
      if (found === undefined) throw new Error("The secret that was just added is not there.");
      return c.json(presentSecret(found, services.now()), 201);
    })
    .openapi(remove, async (c) => {
      const { services, orgId } = c.var;
      const { id, secretId } = c.req.valid("param");
      const { before, record } = await removeSourceSecret(services, orgId, id, secretId);
      c.var.trail.note({
        target: { kind: "source", id },
        before: show(services, before),
        after: show(services, record),
      });
      return c.body(null, 204);
    });
}

import { z } from "@hono/zod-openapi";
import type { SourceRecord } from "#domain/ingress/source";
import type { HttpServices } from "#services/composition";
import { deleteSource } from "#services/delete-source";
import { findSource } from "#services/find-source";
import { createSource, updateSource } from "#services/save-source";
import { createRouter } from "../../context.ts";
import { etagOf, readIfMatch } from "../../etag.ts";
import { guardedRoute } from "../../guarded-route.ts";
import { jsonBody } from "../../middleware/json-body.ts";
import { presentActivity, presentDetailedActivity, presentSource } from "../../present-source.ts";
import { PageQuery, pageOf, presentPage, readPage } from "../../schemas/page.ts";
import { problems } from "../../schemas/problem.ts";
import {
  CreatedSourceSchema,
  ListedSource,
  Source,
  SourceCreate,
  SourceDetail,
  SourcePatch,
} from "../../schemas/source.ts";

const tags = ["sources"];
const params = z.object({ id: z.string() });
const headers = z.object({
  "if-match": z
    .string()
    .optional()
    .openapi({ description: "The ETag that you read: refuses with 412 when it changed since." }),
});
const json = <Schema extends z.ZodType>(schema: Schema) => ({ "application/json": { schema } });

const list = guardedRoute(
  { access: "sources:read" },
  {
    method: "get",
    path: "/",
    operationId: "listSources",
    tags,
    summary: "List the sources of inbound webhooks, newest first",
    request: { query: PageQuery },
    responses: {
      200: { description: "One page", content: json(pageOf(ListedSource).openapi("SourcePage")) },
      ...problems(400, 401),
    },
  },
);

const create = guardedRoute(
  { access: "sources:manage", audit: "source.created" },
  {
    method: "post",
    path: "/",
    operationId: "createSource",
    tags,
    summary: "Create a source",
    description: "Makes the address that the provider sends to. The answer is the only one that shows it.",
    middleware: jsonBody,
    request: { body: { required: true, content: json(SourceCreate) } },
    responses: {
      201: { description: "Created", content: json(CreatedSourceSchema) },
      ...problems(400, 401, 409, 413, 415, 422),
    },
  },
);

const get = guardedRoute(
  { access: "sources:read" },
  {
    method: "get",
    path: "/{id}",
    operationId: "getSource",
    tags,
    summary: "Get a source, with what it has seen",
    request: { params },
    responses: {
      200: { description: "The source, with its ETag", content: json(SourceDetail) },
      ...problems(401, 404),
    },
  },
);

const patch = guardedRoute(
  { access: "sources:manage", audit: "source.updated" },
  {
    method: "patch",
    path: "/{id}",
    operationId: "updateSource",
    tags,
    summary: "Change members of a source",
    description:
      "Members are replaced whole, except that `settings` are completed by what is stored. What is left out stays. Counts everywhere within 30 seconds.",
    middleware: jsonBody,
    request: { params, headers, body: { required: true, content: json(SourcePatch) } },
    responses: {
      200: { description: "The source, with its ETag", content: json(Source) },
      ...problems(400, 401, 404, 409, 412, 413, 415, 422),
    },
  },
);

const remove = guardedRoute(
  { access: "sources:manage", audit: "source.deleted" },
  {
    method: "delete",
    path: "/{id}",
    operationId: "deleteSource",
    tags,
    summary: "Delete a source",
    description: "Its addresses lead nowhere from now on. The events that it took stay.",
    request: { params, headers },
    responses: { 204: { description: "Deleted" }, ...problems(400, 401, 404, 409, 412) },
  },
);

export function createSourceRoutes() {
  return createRouter()
    .openapi(list, async (c) => {
      const { services, orgId } = c.var;
      const { items, next } = await services.sourceRepository.list(
        orgId,
        readPage(c.req.valid("query"), orgId),
      );
      const ids = items.map(({ id }) => id);
      const activities = await services.sourceActivities.all(orgId, ids, services.now());
      const shown = items.flatMap((record, index) => {
        const activity = activities[index];
        return activity === undefined
          ? []
          : [{ ...show(services, record), activity: presentActivity(activity) }];
      });
      return c.json(
        presentPage({ items: shown, next }, (source) => source, orgId),
        200,
      );
    })
    .openapi(create, async (c) => {
      const { provider, ...input } = c.req.valid("json");
      const { record, token } = await createSource(c.var.services, c.var.orgId, provider, input);
      const shown = show(c.var.services, record);
      c.var.trail.note({ target: { kind: "source", id: record.id }, after: shown });
      c.header("etag", etagOf(record));
      c.header("location", `/api/v1/sources/${record.id}`);
      return c.json({ ...shown, url: urlOf(c.var.services, c.req.url, token) }, 201);
    })
    .openapi(get, async (c) => {
      const { services, orgId } = c.var;
      const record = await findSource(services, orgId, c.req.valid("param").id);
      const activity = await services.sourceActivities.find(orgId, record.id, services.now());
      c.header("etag", etagOf(record));
      return c.json({ ...show(services, record), activity: presentDetailedActivity(activity) }, 200);
    })
    .openapi(patch, async (c) => {
      const { services, orgId } = c.var;
      const expected = readIfMatch(c.req.valid("header")["if-match"]);
      const { id } = c.req.valid("param");
      const { before, record } = await updateSource(services, orgId, id, c.req.valid("json"), expected);
      const shown = show(services, record);
      c.var.trail.note({ target: { kind: "source", id }, before: show(services, before), after: shown });
      c.header("etag", etagOf(record));
      return c.json(shown, 200);
    })
    .openapi(remove, async (c) => {
      const { services, orgId } = c.var;
      const expected = readIfMatch(c.req.valid("header")["if-match"]);
      const { id } = c.req.valid("param");
      const gone = await deleteSource(services, orgId, id, expected);
      c.var.trail.note({ target: { kind: "source", id }, before: show(services, gone) });
      return c.body(null, 204);
    });
}

export function show({ connectors, now }: HttpServices, record: SourceRecord) {
  return presentSource(record, connectors.find(record.provider)?.manifest ?? null, now());
}

/** On the gateway's own origin when that is told; otherwise where the caller is now. */
export function urlOf({ publicUrl }: HttpServices, requestUrl: string, token: string): string {
  return `${publicUrl ?? new URL(requestUrl).origin}/in/${token}`;
}

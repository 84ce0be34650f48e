import { z } from "@hono/zod-openapi";
import { putEventTypeTemplate, removeEventTypeTemplate } from "#services/save-event-type";
import { createRouter } from "../../context.ts";
import { guardedRoute } from "../../guarded-route.ts";
import { jsonBody } from "../../middleware/json-body.ts";
import { presentEventType, readEventType } from "../../present-event-type.ts";
import { EventType, EventTypePatch } from "../../schemas/event-type.ts";
import { PageQuery, pageOf, presentPage, readPage } from "../../schemas/page.ts";
import { problems } from "../../schemas/problem.ts";

const tags = ["administration"];
const params = z.object({ name: z.string() });

const list = guardedRoute(
  { access: { platform: "catalogue:read" } },
  {
    method: "get",
    path: "/",
    operationId: "adminListEventTypeTemplates",
    tags,
    summary: "List the templates that every organization sees",
    request: { query: PageQuery },
    responses: {
      200: {
        description: "One page",
        content: { "application/json": { schema: pageOf(EventType).openapi("EventTypeTemplatePage") } },
      },
      ...problems(400, 401),
    },
  },
);

const put = guardedRoute(
  { access: { platform: "catalogue:manage" }, audit: "event_type_template.saved" },
  {
    method: "put",
    path: "/{name}",
    operationId: "adminPutEventTypeTemplate",
    tags,
    summary: "Add or replace a template",
    middleware: jsonBody,
    request: {
      params,
      body: { required: true, content: { "application/json": { schema: EventTypePatch } } },
    },
    responses: {
      200: { description: "Replaced", content: { "application/json": { schema: EventType } } },
      201: { description: "Added", content: { "application/json": { schema: EventType } } },
      ...problems(400, 401, 413, 415, 422),
    },
  },
);

const remove = guardedRoute(
  { access: { platform: "catalogue:manage" }, audit: "event_type_template.removed" },
  {
    method: "delete",
    path: "/{name}",
    operationId: "adminDeleteEventTypeTemplate",
    tags,
    summary: "Remove a template",
    description: "Strict catalogues that have no type of this name refuse its events within 30 seconds.",
    request: { params },
    responses: { 204: { description: "Removed" }, ...problems(401, 404) },
  },
);

export function createAdminEventTypeRoutes() {
  return createRouter()
    .openapi(list, async (c) => {
      const page = await c.var.services.repositories.eventTypeTemplates.list(
        readPage(c.req.valid("query"), c.var.orgId),
      );
      return c.json(presentPage(page, presentEventType, c.var.orgId), 200);
    })
    .openapi(put, async (c) => {
      const { name } = c.req.valid("param");
      const input = readEventType(c.req.valid("json"));
      const { type, before } = await putEventTypeTemplate(c.var.services, name, input);
      c.var.trail.note({
        target: { kind: "event_type_template", id: name },
        before: before === null ? null : presentEventType(before),
        after: presentEventType(type),
      });
      return c.json(presentEventType(type), before === null ? 201 : 200);
    })
    .openapi(remove, async (c) => {
      const { name } = c.req.valid("param");
      const before = await removeEventTypeTemplate(c.var.services, name);
      c.var.trail.note({
        target: { kind: "event_type_template", id: name },
        before: presentEventType(before),
      });
      return c.body(null, 204);
    });
}

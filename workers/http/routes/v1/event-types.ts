import { z } from "@hono/zod-openapi";
import { archiveEventType, createEventType, findEventType, updateEventType } from "#services/save-event-type";
import { createRouter } from "../../context.ts";
import { guardedRoute } from "../../guarded-route.ts";
import { jsonBody } from "../../middleware/json-body.ts";
import { presentEventType, readEventType } from "../../present-event-type.ts";
import { EventType, EventTypeCreate, EventTypePatch } from "../../schemas/event-type.ts";
import { PageQuery, pageOf, presentPage, readPage } from "../../schemas/page.ts";
import { problems } from "../../schemas/problem.ts";

const tags = ["event types"];
const params = z.object({ name: z.string() });

const list = guardedRoute(
  { access: "catalogue:read" },
  {
    method: "get",
    path: "/",
    operationId: "listEventTypes",
    tags,
    summary: "List the catalogue by name",
    request: {
      query: PageQuery.extend({
        archived: z
          .enum(["true", "false"])
          .default("false")
          .openapi({ description: "`true` lists your archived types instead." }),
      }),
    },
    responses: {
      200: {
        description: "One page",
        content: { "application/json": { schema: pageOf(EventType).openapi("EventTypePage") } },
      },
      ...problems(400, 401),
    },
  },
);

const create = guardedRoute(
  { access: "catalogue:manage", audit: "event_type.created" },
  {
    method: "post",
    path: "/",
    operationId: "createEventType",
    tags,
    summary: "Add a type to the catalogue",
    description: "One that is named like a template takes its place. An archived type comes back as written.",
    middleware: jsonBody,
    request: { body: { required: true, content: { "application/json": { schema: EventTypeCreate } } } },
    responses: {
      201: { description: "Added", content: { "application/json": { schema: EventType } } },
      ...problems(400, 401, 409, 413, 415, 422),
    },
  },
);

const get = guardedRoute(
  { access: "catalogue:read" },
  {
    method: "get",
    path: "/{name}",
    operationId: "getEventType",
    tags,
    summary: "Get a type",
    request: { params },
    responses: {
      200: { description: "The type", content: { "application/json": { schema: EventType } } },
      ...problems(401, 404),
    },
  },
);

const patch = guardedRoute(
  { access: "catalogue:manage", audit: "event_type.updated" },
  {
    method: "patch",
    path: "/{name}",
    operationId: "updateEventType",
    tags,
    summary: "Change a type of your own",
    middleware: jsonBody,
    request: {
      params,
      body: { required: true, content: { "application/json": { schema: EventTypePatch } } },
    },
    responses: {
      200: { description: "As it is now", content: { "application/json": { schema: EventType } } },
      ...problems(400, 401, 404, 413, 415, 422),
    },
  },
);

const archive = guardedRoute(
  { access: "catalogue:manage", audit: "event_type.archived" },
  {
    method: "delete",
    path: "/{name}",
    operationId: "archiveEventType",
    tags,
    summary: "Archive a type of your own",
    description:
      "It leaves the catalogue: where that is strict, its events are refused. A template of its name counts again.",
    request: { params },
    responses: { 204: { description: "Archived" }, ...problems(401, 404) },
  },
);

export function createEventTypeRoutes() {
  return createRouter()
    .openapi(list, async (c) => {
      const { archived, ...query } = c.req.valid("query");
      const { eventTypes } = c.var.services.repositories;
      const page = await eventTypes.list(c.var.orgId, archived === "true", readPage(query, c.var.orgId));
      return c.json(presentPage(page, presentEventType, c.var.orgId), 200);
    })
    .openapi(create, async (c) => {
      const { name, ...body } = c.req.valid("json");
      const type = await createEventType(c.var.services, c.var.orgId, name, readEventType(body));
      c.header("location", `/api/v1/event-types/${encodeURIComponent(name)}`);
      c.var.trail.note({ target: { kind: "event_type", id: name }, after: presentEventType(type) });
      return c.json(presentEventType(type), 201);
    })
    .openapi(get, async (c) => {
      const type = await findEventType(c.var.services, c.var.orgId, c.req.valid("param").name);
      return c.json(presentEventType(type), 200);
    })
    .openapi(patch, async (c) => {
      const { name } = c.req.valid("param");
      const input = readEventType(c.req.valid("json"));
      const { before, after } = await updateEventType(c.var.services, c.var.orgId, name, input);
      const shown = presentEventType(after);
      c.var.trail.note({
        target: { kind: "event_type", id: name },
        before: presentEventType(before),
        after: shown,
      });
      return c.json(shown, 200);
    })
    .openapi(archive, async (c) => {
      const { name } = c.req.valid("param");
      const { before, after } = await archiveEventType(c.var.services, c.var.orgId, name);
      c.var.trail.note({
        target: { kind: "event_type", id: name },
        before: presentEventType(before),
        after: presentEventType(after),
      });
      return c.body(null, 204);
    });
}

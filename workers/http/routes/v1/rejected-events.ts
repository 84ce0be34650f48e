import { z } from "@hono/zod-openapi";
import { Problem } from "#domain/problem";
import { createRouter } from "../../context.ts";
import { guardedRoute } from "../../guarded-route.ts";
import { presentRejected } from "../../present-validation.ts";
import { presentPage, readPage } from "../../schemas/page.ts";
import { problems } from "../../schemas/problem.ts";
import { RejectedEvent, RejectedEventPage, RejectedEventQuery } from "../../schemas/validation.ts";

const list = guardedRoute(
  { access: "events:read" },
  {
    method: "get",
    path: "/",
    operationId: "listRejectedEvents",
    tags: ["validation"],
    summary: "Events that did not fit their type's schema, newest first",
    description:
      "They were answered 422 and not accepted. They appear here within seconds; of a flood only the first of each minute are kept, all of them are counted.",
    request: { query: RejectedEventQuery },
    responses: {
      200: { description: "One page", content: { "application/json": { schema: RejectedEventPage } } },
      ...problems(400, 401),
    },
  },
);

const show = guardedRoute(
  { access: "events:read" },
  {
    method: "get",
    path: "/{id}",
    operationId: "getRejectedEvent",
    tags: ["validation"],
    summary: "One event that did not fit its type's schema",
    request: { params: z.object({ id: z.string() }) },
    responses: {
      200: { description: "What was rejected", content: { "application/json": { schema: RejectedEvent } } },
      ...problems(401, 404),
    },
  },
);

export function createRejectedEventRoutes() {
  return createRouter()
    .openapi(show, async (c) => {
      const { id } = c.req.valid("param");
      const found = await c.var.services.validationRecords.findRejected(c.var.orgId, id);
      if (found === null)
        throw new Problem("not_found", "There is no such rejected event, or it is no longer kept.");
      return c.json(presentRejected(found), 200);
    })
    .openapi(list, async (c) => {
      const { eventType = null, from = null, to = null, ...query } = c.req.valid("query");
      const { validationRecords } = c.var.services;
      const filter = { eventType, from, to };
      const page = await validationRecords.rejected(c.var.orgId, filter, readPage(query, c.var.orgId));
      return c.json(presentPage(page, presentRejected, c.var.orgId), 200);
    });
}

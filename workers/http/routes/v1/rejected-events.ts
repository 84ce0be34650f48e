import { createRouter } from "../../context.ts";
import { guardedRoute } from "../../guarded-route.ts";
import { presentRejected } from "../../present-validation.ts";
import { presentPage, readPage } from "../../schemas/page.ts";
import { problems } from "../../schemas/problem.ts";
import { RejectedEventPage, RejectedEventQuery } from "../../schemas/validation.ts";

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

export function createRejectedEventRoutes() {
  return createRouter().openapi(list, async (c) => {
    const { eventType = null, from = null, to = null, ...query } = c.req.valid("query");
    const { validationRecords } = c.var.services;
    const filter = { eventType, from, to };
    const page = await validationRecords.rejected(c.var.orgId, filter, readPage(query, c.var.orgId));
    return c.json(presentPage(page, presentRejected, c.var.orgId), 200);
  });
}

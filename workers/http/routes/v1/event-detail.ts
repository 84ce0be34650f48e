import { showEvent } from "#services/show-event";
import { createRouter } from "../../context.ts";
import { guardedRoute } from "../../guarded-route.ts";
import { presentEventDetail } from "../../present-delivery.ts";
import { EventDetail, IdParameter } from "../../schemas/delivery.ts";
import { problems } from "../../schemas/problem.ts";

const show = guardedRoute(
  { access: "events:read" },
  {
    method: "get",
    path: "/{id}",
    operationId: "getEvent",
    tags: ["events"],
    summary: "An event and all its deliveries",
    description: "Appears when the event's first deliveries are over or wait, usually within a second.",
    request: { params: IdParameter },
    responses: {
      200: { description: "The event", content: { "application/json": { schema: EventDetail } } },
      ...problems(401, 404),
    },
  },
);

export function createEventDetailRoutes() {
  return createRouter().openapi(show, async (c) => {
    const shown = await showEvent(c.var.services, c.var.orgId, c.req.valid("param").id);
    return c.json(presentEventDetail(shown), 200);
  });
}

import { z } from "@hono/zod-openapi";
import { findIntegration } from "#services/find-integration";
import { createRouter } from "../../context.ts";
import { guardedRoute } from "../../guarded-route.ts";
import { BlockedLaneSchema, presentBlockedLane } from "../../schemas/blocked-lane.ts";
import { PageQuery, pageOf, presentPage, readPage } from "../../schemas/page.ts";
import { problems } from "../../schemas/problem.ts";

const list = guardedRoute(
  { access: "deadletters:read" },
  {
    method: "get",
    path: "/{id}/blocked-lanes",
    operationId: "listBlockedLanes",
    tags: ["integrations"],
    summary: "Lanes that a dead letter stops",
    description:
      "Of an integration with `flow.order`. Retry or discard the dead letter, and those behind it go on; `onDeadLetter: skip` never stops a lane.",
    request: { params: z.object({ id: z.string() }), query: PageQuery },
    responses: {
      200: {
        description: "One page",
        content: { "application/json": { schema: pageOf(BlockedLaneSchema).openapi("BlockedLanePage") } },
      },
      ...problems(400, 401, 404),
    },
  },
);

export function createIntegrationLaneRoutes() {
  return createRouter().openapi(list, async (c) => {
    const { services, orgId } = c.var;
    const { id } = await findIntegration(services, orgId, c.req.valid("param").id);
    const page = readPage(c.req.valid("query"), orgId);
    const found = await services.integrations.blockedLanes({ orgId, integrationId: id }, page);
    return c.json(presentPage(found, presentBlockedLane, orgId), 200);
  });
}

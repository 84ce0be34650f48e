import { z } from "@hono/zod-openapi";
import { createRouter } from "../../context.ts";
import { guardedRoute } from "../../guarded-route.ts";
import { presentHealth, presentTrend } from "../../present-health.ts";
import { HealthListQuery, HealthSummary, IntegrationHealth } from "../../schemas/health.ts";
import { pageOf, presentPage, readPage } from "../../schemas/page.ts";
import { problems } from "../../schemas/problem.ts";

const tags = ["health"];

const get = guardedRoute(
  { access: "integrations:read" },
  {
    method: "get",
    path: "/{id}/health",
    operationId: "getIntegrationHealth",
    tags,
    summary: "An integration's health score, what it is made of, and its last seven days",
    description: "Made of the delivery log, and kept for five minutes.",
    request: { params: z.object({ id: z.string() }) },
    responses: {
      200: {
        description: "The score with its inputs",
        content: { "application/json": { schema: IntegrationHealth } },
      },
      ...problems(401, 404),
    },
  },
);

const list = guardedRoute(
  { access: "integrations:read" },
  {
    method: "get",
    path: "/",
    operationId: "listIntegrationHealth",
    tags,
    summary: "The health of all integrations, the worst first",
    description:
      "Kept for five minutes. With many integrations each is judged by fewer deliveries: `inputs.complete` says so.",
    request: { query: HealthListQuery },
    responses: {
      200: {
        description: "One page",
        content: { "application/json": { schema: pageOf(HealthSummary).openapi("HealthPage") } },
      },
      ...problems(400, 401),
    },
  },
);

export function createIntegrationHealthRoutes() {
  return createRouter().openapi(get, async (c) => {
    const health = await c.var.services.healthWatch.one(c.var.orgId, c.req.valid("param").id);
    return c.json({ ...presentHealth(health), trend: presentTrend(health.trend) }, 200);
  });
}

export function createHealthListRoutes() {
  return createRouter().openapi(list, async (c) => {
    const { services, orgId } = c.var;
    const { below, include, ...query } = c.req.valid("query");
    const found = await services.healthWatch.list(orgId, below ?? null, readPage(query, orgId));
    const trends = include === undefined ? [] : await services.healthWatch.trends(orgId, found.items);
    const items = found.items.map((health, index) => {
      const trend = trends[index];
      return { ...presentHealth(health), ...(trend === undefined ? {} : { trend: presentTrend(trend) }) };
    });
    return c.json(
      presentPage({ ...found, items }, (item) => item, orgId),
      200,
    );
  });
}

import { z } from "@hono/zod-openapi";
import { acknowledgeAlert, findAlert } from "#services/acknowledge-alert";
import { createRouter } from "../../context.ts";
import { guardedRoute } from "../../guarded-route.ts";
import { AlertQuery, AlertSchema, presentAlert } from "../../schemas/alert.ts";
import { pageOf, presentPage, readPage } from "../../schemas/page.ts";
import { problems } from "../../schemas/problem.ts";

const tags = ["alerts"];
const params = z.object({ id: z.string() });
const found = { "application/json": { schema: AlertSchema } };

const list = guardedRoute(
  { access: "integrations:read" },
  {
    method: "get",
    path: "/",
    operationId: "listAlerts",
    tags,
    summary: "List the alerts, newest first",
    description: "Those that are over are kept for 30 days after they began.",
    request: { query: AlertQuery },
    responses: {
      200: {
        description: "One page",
        content: { "application/json": { schema: pageOf(AlertSchema).openapi("AlertPage") } },
      },
      ...problems(400, 401),
    },
  },
);

const get = guardedRoute(
  { access: "integrations:read" },
  {
    method: "get",
    path: "/{id}",
    operationId: "getAlert",
    tags,
    summary: "Get an alert",
    request: { params },
    responses: { 200: { description: "The alert", content: found }, ...problems(401, 404) },
  },
);

const acknowledge = guardedRoute(
  { access: "alerts:manage", audit: "alert.acknowledged" },
  {
    method: "post",
    path: "/{id}/acknowledge",
    operationId: "acknowledgeAlert",
    tags,
    summary: "Say that somebody looks after an alert",
    description: "The first who says so stays named.",
    request: { params },
    responses: { 200: { description: "As it is now", content: found }, ...problems(401, 404) },
  },
);

export function createAlertRoutes() {
  return createRouter()
    .openapi(list, async (c) => {
      const { status, ...query } = c.req.valid("query");
      const open = status === undefined ? null : status === "open";
      const page = await c.var.services.alerts.list(c.var.orgId, open, readPage(query, c.var.orgId));
      return c.json(presentPage(page, presentAlert, c.var.orgId), 200);
    })
    .openapi(get, async (c) => {
      const { id } = c.req.valid("param");
      return c.json(presentAlert(await findAlert(c.var.services, c.var.orgId, id)), 200);
    })
    .openapi(acknowledge, async (c) => {
      const { id } = c.req.valid("param");
      const { services, orgId, principal } = c.var;
      const { before, after } = await acknowledgeAlert(services, orgId, id, principal.id);
      const shown = presentAlert(after);
      c.var.trail.note({ target: { kind: "alert", id }, before: presentAlert(before), after: shown });
      return c.json(shown, 200);
    });
}

import type { z } from "@hono/zod-openapi";
import { Problem } from "#domain/problem";
import type { ProxyCallRecord } from "#domain/proxy/ports";
import { type ShownCall, showProxyCall } from "#services/show-proxy-call";
import { createRouter } from "../../context.ts";
import { encodeCursor } from "../../cursor.ts";
import { guardedRoute } from "../../guarded-route.ts";
import { toIso } from "../../moment.ts";
import { IdParameter } from "../../schemas/delivery.ts";
import { readPage } from "../../schemas/page.ts";
import { problems } from "../../schemas/problem.ts";
import { ProxyCall, ProxyCallPage, ProxyCallQuery, type ProxyCallSummary } from "../../schemas/proxy-call.ts";

const tags = ["proxy"];

const list = guardedRoute(
  { access: "deliveries:read" },
  {
    method: "get",
    path: "/",
    operationId: "listProxyCalls",
    tags,
    summary: "Search the log of calls, newest first",
    description:
      "Every call through the proxy, refused ones included. Written a moment after the answer. Filters by integration, category and time have an index; the others look at up to 5,000 rows a page.",
    request: { query: ProxyCallQuery },
    responses: {
      200: { description: "One page", content: { "application/json": { schema: ProxyCallPage } } },
      ...problems(400, 401),
    },
  },
);

const show = guardedRoute(
  { access: "deliveries:read" },
  {
    method: "get",
    path: "/{id}",
    operationId: "getProxyCall",
    tags,
    summary: "Everything about one call",
    request: { params: IdParameter },
    responses: {
      200: {
        description: "Its record, steps, request and response",
        content: { "application/json": { schema: ProxyCall } },
      },
      ...problems(401, 404),
    },
  },
);

export function createProxyCallRoutes() {
  return createRouter()
    .openapi(list, async (c) => {
      const query = c.req.valid("query");
      const { limit, after } = readPage(query, c.var.orgId);
      if (after !== null && !/^pxc_[0-9a-z]{26}$/.test(after)) {
        throw new Problem(
          "invalid_cursor",
          "This cursor belongs to another list. Leave it out to begin anew.",
        );
      }
      const filter = {
        integrationId: query.integrationId ?? null,
        category: query.category ?? null,
        httpStatus: query.httpStatus ?? null,
        gatewayError: query.gatewayError ?? null,
        from: query.from ?? null,
        to: query.to ?? null,
      };
      const page = await c.var.services.proxyCallLog.page(c.var.orgId, filter, { after, limit });
      const { rows, next, scanned } = page;
      return c.json({ items: rows.map(present), nextCursor: encodeCursor(c.var.orgId, next), scanned }, 200);
    })
    .openapi(show, async (c) => {
      const shown = await showProxyCall(c.var.services, c.var.orgId, c.req.valid("param").id);
      return c.json(presentWhole(shown), 200);
    });
}

function present({ traceAt: _where, at, ...record }: ProxyCallRecord): z.infer<typeof ProxyCallSummary> {
  return { ...record, at: toIso(at) };
}

function presentWhole({ record, trace }: ShownCall): z.infer<typeof ProxyCall> {
  return {
    ...present(record),
    steps: [...(trace?.steps ?? [])],
    request: trace?.request ?? null,
    response: trace?.response ?? null,
  };
}

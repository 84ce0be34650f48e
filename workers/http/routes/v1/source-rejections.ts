import { z } from "@hono/zod-openapi";
import { hintFor } from "#domain/ingress/rejection-hints";
import { findSource } from "#services/find-source";
import { showRejected } from "#services/show-rejected";
import { createRouter } from "../../context.ts";
import { guardedRoute } from "../../guarded-route.ts";
import { presentRejected } from "../../present-source.ts";
import { pageOf, presentPage, readPage } from "../../schemas/page.ts";
import { problems } from "../../schemas/problem.ts";
import { RejectedDetail, RejectedQuery, RejectedSummarySchema } from "../../schemas/rejected-request.ts";

const tags = ["sources"];

const list = guardedRoute(
  { access: "sources:read" },
  {
    method: "get",
    path: "/{id}/rejected",
    operationId: "listRejectedRequests",
    tags,
    summary: "List what a source refused, newest first",
    description:
      "Of a flood the first 20 of each minute are kept; the source's counts have all. With `reason` a page may be short and still have a next one.",
    request: {
      params: z.object({ id: z.string() }),
      query: RejectedQuery,
    },
    responses: {
      200: {
        description: "One page",
        content: {
          "application/json": { schema: pageOf(RejectedSummarySchema).openapi("RejectedRequestPage") },
        },
      },
      ...problems(400, 401, 404),
    },
  },
);

const get = guardedRoute(
  { access: "sources:read" },
  {
    method: "get",
    path: "/{id}/rejected/{rejectedId}",
    operationId: "getRejectedRequest",
    tags,
    summary: "Get a refused request with its headers, its body and what to check",
    request: { params: z.object({ id: z.string(), rejectedId: z.string() }) },
    responses: {
      200: { description: "The request", content: { "application/json": { schema: RejectedDetail } } },
      ...problems(401, 404),
    },
  },
);

export function createSourceRejectionRoutes() {
  return createRouter()
    .openapi(list, async (c) => {
      const { services, orgId } = c.var;
      const { reason, from, to, ...page } = c.req.valid("query");
      const { id } = await findSource(services, orgId, c.req.valid("param").id);
      const filter = { reason: reason ?? null, from: from ?? null, to: to ?? null };
      const found = await services.rejectedRequests.list(orgId, id, filter, readPage(page, orgId));
      return c.json(presentPage(found, presentRejected, orgId), 200);
    })
    .openapi(get, async (c) => {
      const { services, orgId } = c.var;
      const { id: sourceId, rejectedId } = c.req.valid("param");
      const { id } = await findSource(services, orgId, sourceId);
      const { request, bodyBase64 } = await showRejected(services, orgId, id, rejectedId);
      const { headers, query, reason } = request;
      return c.json(
        {
          ...presentRejected(request),
          hint: hintFor(reason),
          headers: { ...headers },
          query,
          body: bodyBase64 === null ? null : asText(bodyBase64),
          bodyBase64,
        },
        200,
      );
    });
}

function asText(base64: string): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(Buffer.from(base64, "base64"));
  } catch {
    return null;
  }
}

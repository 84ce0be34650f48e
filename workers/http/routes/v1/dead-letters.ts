import type { z } from "@hono/zod-openapi";
import { discardDeadLetter } from "#services/discard-dead-letter";
import { type ChangedDelivery, retryDeadLetter } from "#services/restart-delivery";
import type { AuditTrail } from "../../audit-trail.ts";
import { type BulkWish, bulk, bulkResponses } from "../../bulk.ts";
import { createRouter } from "../../context.ts";
import { guardedRoute } from "../../guarded-route.ts";
import { jsonBody } from "../../middleware/json-body.ts";
import { toIsoOrNull } from "../../moment.ts";
import { presentSummary } from "../../present-delivery.ts";
import { presentSearchPage, readFilter, readSearchRequest } from "../../read-filter.ts";
import { BulkRequest, DeadLetterQuery, DeadLetterSummary } from "../../schemas/dead-letter.ts";
import { DeliveryPage, DeliverySummary, IdParameter } from "../../schemas/delivery.ts";
import { problems } from "../../schemas/problem.ts";

const tags = ["dead letters"];
const DEAD = ["dead_lettered" as const];

const list = guardedRoute(
  { access: "deadletters:read" },
  {
    method: "get",
    path: "/",
    operationId: "listDeadLetters",
    tags,
    summary: "What was given up, newest first",
    description:
      "Includes those that the integration's policy starts again by itself: they have a `nextRetryAt`.",
    request: { query: DeadLetterQuery },
    responses: {
      200: { description: "One page", content: { "application/json": { schema: DeliveryPage } } },
      ...problems(400, 401),
    },
  },
);

const summary = guardedRoute(
  { access: "deadletters:read" },
  {
    method: "get",
    path: "/summary",
    operationId: "summarizeDeadLetters",
    tags,
    summary: "How many dead letters there are, by error and by integration",
    description: "Kept for five seconds.",
    responses: {
      200: { description: "The numbers", content: { "application/json": { schema: DeadLetterSummary } } },
      ...problems(401),
    },
  },
);

const retry = guardedRoute(
  { access: "deadletters:retry", audit: "dead_letter.retried" },
  {
    method: "post",
    path: "/{id}/retry",
    operationId: "retryDeadLetter",
    tags,
    summary: "Send a dead letter again",
    request: { params: IdParameter },
    responses: {
      202: {
        description: "It waits for its turn",
        content: { "application/json": { schema: DeliverySummary } },
      },
      ...problems(401, 404, 409),
    },
  },
);

const discard = guardedRoute(
  { access: "deadletters:discard", audit: "dead_letter.discarded" },
  {
    method: "post",
    path: "/{id}/discard",
    operationId: "discardDeadLetter",
    tags,
    summary: "Close a dead letter for good",
    description: "Its automatic retry is called off. The record stays in the log.",
    request: { params: IdParameter },
    responses: {
      200: { description: "Discarded", content: { "application/json": { schema: DeliverySummary } } },
      ...problems(401, 404, 409),
    },
  },
);

const bulkRequest = {
  body: { required: true, content: { "application/json": { schema: BulkRequest } } },
} as const;

const retryAll = guardedRoute(
  { access: "deadletters:retry", audit: "dead_letters.retry_started" },
  {
    method: "post",
    path: "/retry",
    operationId: "retryDeadLetters",
    tags,
    summary: "Send all dead letters of a filter again, in the background",
    middleware: jsonBody,
    request: bulkRequest,
    responses: bulkResponses,
  },
);

const discardAll = guardedRoute(
  { access: "deadletters:discard", audit: "dead_letters.discard_started" },
  {
    method: "post",
    path: "/discard",
    operationId: "discardDeadLetters",
    tags,
    summary: "Close all dead letters of a filter, in the background",
    description: "Can be taken back for 24 hours: POST /api/v1/jobs/{id}/undo.",
    middleware: jsonBody,
    request: bulkRequest,
    responses: bulkResponses,
  },
);

export function createDeadLetterRoutes() {
  return createRouter()
    .openapi(list, async (c) => {
      const query = c.req.valid("query");
      const filter = readFilter({ ...query, status: DEAD });
      const page = await c.var.services.deliverySearch.page(
        c.var.orgId,
        filter,
        readSearchRequest(query, c.var.orgId),
      );
      return c.json(presentSearchPage(page, c.var.orgId), 200);
    })
    .openapi(summary, async (c) => {
      const { oldestAt, newestAt, ...counts } = await c.var.services.badgeWatch.deadLetters(c.var.orgId);
      const { deadLetters, byCategory, byIntegration } = counts;
      return c.json(
        {
          deadLetters: { ...deadLetters },
          byCategory: byCategory.map((one) => ({ ...one })),
          byIntegration: byIntegration.map((one) => ({ ...one })),
          oldestAt: toIsoOrNull(oldestAt),
          newestAt: toIsoOrNull(newestAt),
        },
        200,
      );
    })
    .openapi(retryAll, async (c) => {
      const answer = await bulk(c.var, "retry_dead_letters", readBulk(c.req.valid("json")));
      return "job" in answer ? c.json(answer.job, 202) : c.json(answer.count, 200);
    })
    .openapi(discardAll, async (c) => {
      const answer = await bulk(c.var, "discard_dead_letters", readBulk(c.req.valid("json")));
      return "job" in answer ? c.json(answer.job, 202) : c.json(answer.count, 200);
    })
    .openapi(retry, async (c) => {
      const changed = await retryDeadLetter(c.var.services, c.var.orgId, c.req.valid("param").id);
      return c.json(noted(c.var.trail, changed), 202);
    })
    .openapi(discard, async (c) => {
      const changed = await discardDeadLetter(c.var.services, c.var.orgId, c.req.valid("param").id);
      return c.json(noted(c.var.trail, changed), 200);
    });
}

/** What a restart or a discard did to one delivery. */
function noted(trail: AuditTrail, { before, after }: ChangedDelivery) {
  const shown = presentSummary(after);
  trail.note({ target: { kind: "delivery", id: after.id }, before: presentSummary(before), after: shown });
  return shown;
}

function readBulk({ filter, ...rest }: z.infer<typeof BulkRequest>): BulkWish {
  return { ...rest, filter: readFilter({ ...filter, status: DEAD }) };
}

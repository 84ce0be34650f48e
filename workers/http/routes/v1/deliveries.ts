import { replayDelivery } from "#services/restart-delivery";
import { showDelivery } from "#services/show-delivery";
import { tailDeliveries } from "#services/tail-deliveries";
import { bulk, bulkResponses } from "../../bulk.ts";
import { createRouter } from "../../context.ts";
import { guardedRoute } from "../../guarded-route.ts";
import { jsonBody } from "../../middleware/json-body.ts";
import { presentDelivery, presentSummary } from "../../present-delivery.ts";
import {
  presentSearchPage,
  presentTail,
  readFilter,
  readPosition,
  readSearchRequest,
} from "../../read-filter.ts";
import { CancelRequest, ReplayRequest } from "../../schemas/dead-letter.ts";
import {
  Delivery,
  DeliveryPage,
  DeliveryQuery,
  DeliverySummary,
  DeliveryTail,
  IdParameter,
  TailQuery,
} from "../../schemas/delivery.ts";
import { problems } from "../../schemas/problem.ts";

const tags = ["deliveries"];

const list = guardedRoute(
  { access: "deliveries:read" },
  {
    method: "get",
    path: "/",
    operationId: "listDeliveries",
    tags,
    summary: "Search the log, newest first",
    description:
      "The newest are those whose events were accepted last. Filters by status, category, integration, event and time have an index; the others look at up to 5,000 rows a page, so follow `nextCursor` while it is there.",
    request: { query: DeliveryQuery },
    responses: {
      200: { description: "One page", content: { "application/json": { schema: DeliveryPage } } },
      ...problems(400, 401),
    },
  },
);

const tail = guardedRoute(
  { access: "deliveries:read" },
  {
    method: "get",
    path: "/tail",
    operationId: "tailDeliveries",
    tags,
    summary: "What is new in the log, for a view that follows it",
    description:
      "Reads what was accepted since `after`, at most 5,000 rows, and never falls behind: when more came than fit, the newest are answered and `more` is true.",
    request: { query: TailQuery },
    responses: {
      200: { description: "What is new", content: { "application/json": { schema: DeliveryTail } } },
      ...problems(400, 401),
    },
  },
);

const show = guardedRoute(
  { access: "deliveries:read" },
  {
    method: "get",
    path: "/{id}",
    operationId: "getDelivery",
    tags,
    summary: "Everything about one delivery",
    request: { params: IdParameter },
    responses: {
      200: {
        description: "Its record, steps, request, response, attempts and payload",
        content: { "application/json": { schema: Delivery } },
      },
      ...problems(401, 404),
    },
  },
);

const replay = guardedRoute(
  { access: "deliveries:replay", audit: "delivery.replayed" },
  {
    method: "post",
    path: "/{id}/replay",
    operationId: "replayDelivery",
    tags,
    summary: "Send it again",
    description:
      "The same event to the same integration, with the same webhook-id and as the integration is set up now. Attempts go on counting, the retry policy begins anew.",
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

const replayAll = guardedRoute(
  { access: "deliveries:replay", audit: "deliveries.replay_started" },
  {
    method: "post",
    path: "/replay",
    operationId: "replayDeliveries",
    tags,
    summary: "Send all deliveries of a filter again, in the background",
    description:
      "Those that were delivered, given up or cancelled, each to its own integration with the same webhook-id. Receivers that deduplicate will see that they know them.",
    middleware: jsonBody,
    request: { body: { required: true, content: { "application/json": { schema: ReplayRequest } } } },
    responses: bulkResponses,
  },
);

const cancelAll = guardedRoute(
  { access: "deadletters:discard", audit: "deliveries.cancel_started" },
  {
    method: "post",
    path: "/cancel",
    operationId: "cancelDeliveries",
    tags,
    summary: "Call off what is held or waits for a retry, in the background",
    description:
      "One that is being sent right now is left alone. Can be taken back for 24 hours: POST /api/v1/jobs/{id}/undo.",
    middleware: jsonBody,
    request: { body: { required: true, content: { "application/json": { schema: CancelRequest } } } },
    responses: bulkResponses,
  },
);

export function createDeliveryRoutes() {
  return createRouter()
    .openapi(list, async (c) => {
      const query = c.req.valid("query");
      const page = await c.var.services.deliverySearch.page(
        c.var.orgId,
        readFilter(query),
        readSearchRequest(query, c.var.orgId),
      );
      return c.json(presentSearchPage(page, c.var.orgId), 200);
    })
    .openapi(tail, async (c) => {
      const { after, limit, ...query } = c.req.valid("query");
      const { services, orgId } = c.var;
      const tailed = await tailDeliveries(
        services,
        orgId,
        readFilter(query),
        readPosition(orgId, after),
        limit,
      );
      return c.json(presentTail(tailed, orgId), 200);
    })
    .openapi(replayAll, async (c) => {
      const { filter, ...rest } = c.req.valid("json");
      const answer = await bulk(c.var, "replay_deliveries", { ...rest, filter: readFilter(filter) });
      return "job" in answer ? c.json(answer.job, 202) : c.json(answer.count, 200);
    })
    .openapi(cancelAll, async (c) => {
      const { filter, dryRun } = c.req.valid("json");
      const wish = { filter: readFilter(filter), dryRun, perMinute: null };
      const answer = await bulk(c.var, "cancel_waiting", wish);
      return "job" in answer ? c.json(answer.job, 202) : c.json(answer.count, 200);
    })
    .openapi(show, async (c) => {
      const shown = await showDelivery(c.var.services, c.var.orgId, c.req.valid("param").id);
      return c.json(presentDelivery(shown), 200);
    })
    .openapi(replay, async (c) => {
      const { before, after } = await replayDelivery(c.var.services, c.var.orgId, c.req.valid("param").id);
      const shown = presentSummary(after);
      c.var.trail.note({
        target: { kind: "delivery", id: after.id },
        before: presentSummary(before),
        after: shown,
      });
      return c.json(shown, 202);
    });
}

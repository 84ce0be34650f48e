import { previewSchedule, showSchedule } from "#services/show-schedule";
import { createRouter } from "../../context.ts";
import { guardedRoute } from "../../guarded-route.ts";
import { jsonBody } from "../../middleware/json-body.ts";
import { IdParameter } from "../../schemas/delivery.ts";
import { problems } from "../../schemas/problem.ts";
import {
  DeliverySchedulePreview,
  presentSchedule,
  readQuestion,
  SchedulePreview,
  ScheduleQuery,
  ScheduleSchema,
} from "../../schemas/schedule.ts";

const tags = ["deliveries"];
const answer = { description: "The schedule", content: { "application/json": { schema: ScheduleSchema } } };

const show = guardedRoute(
  { access: "deliveries:read" },
  {
    method: "get",
    path: "/{id}/schedule",
    operationId: "getDeliverySchedule",
    tags,
    summary: "A delivery's attempts, made and planned",
    description:
      "On one axis: the attempts that were made, each with what had planned it, and those that follow when every further one fails as the last one did.",
    request: { params: IdParameter, query: ScheduleQuery },
    responses: { 200: answer, ...problems(400, 401, 404, 409) },
  },
);

const preview = guardedRoute(
  // Nothing is changed, so there is nothing to audit.
  { access: "deliveries:read", audit: null },
  {
    method: "post",
    path: "/{id}/schedule",
    operationId: "previewDeliverySchedule",
    tags,
    summary: "What another policy would do with a delivery",
    description:
      "A waiting delivery keeps its next moment, and the policy decides from there; of one that is over it shows what would follow if it were started again now. Nothing is stored.",
    middleware: jsonBody,
    request: {
      params: IdParameter,
      body: { required: true, content: { "application/json": { schema: DeliverySchedulePreview } } },
    },
    responses: { 200: answer, ...problems(400, 401, 404, 409, 413, 415, 422) },
  },
);

const previewPolicy = guardedRoute(
  { access: "integrations:read", audit: null },
  {
    method: "post",
    path: "/preview",
    operationId: "previewRetryPolicy",
    tags: ["integrations"],
    summary: "What a retry policy would do",
    description: "To be asked before a policy is saved. Nothing is stored.",
    middleware: jsonBody,
    request: {
      body: { required: true, content: { "application/json": { schema: SchedulePreview } } },
    },
    responses: { 200: answer, ...problems(400, 401, 413, 415, 422) },
  },
);

export function createScheduleRoutes() {
  return createRouter()
    .openapi(show, async (c) => {
      const { services, orgId } = c.var;
      const { limit } = c.req.valid("query");
      const question = { settings: {}, failure: null, restart: false, limit };
      const schedule = await showSchedule(services, orgId, c.req.valid("param").id, question);
      return c.json(presentSchedule(schedule, services.now()), 200);
    })
    .openapi(preview, async (c) => {
      const { services, orgId } = c.var;
      const question = { ...readQuestion(c.req.valid("json")), restart: true };
      const schedule = await showSchedule(services, orgId, c.req.valid("param").id, question);
      return c.json(presentSchedule(schedule, services.now()), 200);
    });
}

export function createRetryPolicyRoutes() {
  return createRouter().openapi(previewPolicy, (c) => {
    const { startsAt, ...asked } = c.req.valid("json");
    const now = c.var.services.now();
    return c.json(presentSchedule(previewSchedule(readQuestion(asked), startsAt ?? now), now), 200);
  });
}

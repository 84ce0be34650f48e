import { Problem } from "#domain/problem";
import { cancelJob, findJob } from "#services/cancel-job";
import { undoJob } from "#services/undo-job";
import { createRouter } from "../../context.ts";
import { encodeCursor } from "../../cursor.ts";
import { guardedRoute } from "../../guarded-route.ts";
import { IdParameter } from "../../schemas/delivery.ts";
import { JobQuery, JobSchema, presentJob } from "../../schemas/job.ts";
import { pageOf, readPage } from "../../schemas/page.ts";
import { problems } from "../../schemas/problem.ts";

const tags = ["jobs"];
const JOB_ID = /^job_[0-9a-z]{26}$/;

const list = guardedRoute(
  { access: "jobs:read" },
  {
    method: "get",
    path: "/",
    operationId: "listJobs",
    tags,
    summary: "Bulk operations, newest first",
    request: { query: JobQuery },
    responses: {
      200: {
        description: "One page",
        content: { "application/json": { schema: pageOf(JobSchema).openapi("JobPage") } },
      },
      ...problems(400, 401),
    },
  },
);

const show = guardedRoute(
  { access: "jobs:read" },
  {
    method: "get",
    path: "/{id}",
    operationId: "getJob",
    tags,
    summary: "A bulk operation and how far it is",
    request: { params: IdParameter },
    responses: {
      200: { description: "The job", content: { "application/json": { schema: JobSchema } } },
      ...problems(401, 404),
    },
  },
);

const cancel = guardedRoute(
  { access: "jobs:cancel", audit: "job.cancelled" },
  {
    method: "post",
    path: "/{id}/cancel",
    operationId: "cancelJob",
    tags,
    summary: "Stop a bulk operation",
    description: "Stops after the hundred deliveries that are under way. What was done stays done.",
    request: { params: IdParameter },
    responses: {
      200: { description: "Cancelled", content: { "application/json": { schema: JobSchema } } },
      ...problems(401, 404, 409),
    },
  },
);

const undo = guardedRoute(
  { access: "jobs:cancel", audit: "job.undone" },
  {
    method: "post",
    path: "/{id}/undo",
    operationId: "undoJob",
    tags,
    summary: "Take a bulk operation back",
    description:
      "Within 24 hours of its end, once, as a job of its own. It takes back what nobody has touched since: discarded dead letters are there again, what was called off waits again, what was restarted and not sent yet goes back to where it was. What was sent is sent.",
    request: { params: IdParameter },
    responses: {
      202: { description: "The undo has begun", content: { "application/json": { schema: JobSchema } } },
      ...problems(401, 404, 409),
    },
  },
);

export function createJobRoutes() {
  return createRouter()
    .openapi(list, async (c) => {
      const query = c.req.valid("query");
      const { limit, after } = readPage(query, c.var.orgId);
      if (after !== null && !JOB_ID.test(after)) {
        throw new Problem(
          "invalid_cursor",
          "This cursor belongs to another list. Leave it out to begin anew.",
        );
      }
      const request = { status: query.status ?? null, after, limit: limit + 1 };
      const jobs = await c.var.services.jobs.list(c.var.orgId, request);
      const shown = jobs.slice(0, limit);
      const next = jobs.length > limit ? (shown.at(-1)?.id ?? null) : null;
      return c.json({ items: shown.map(presentJob), nextCursor: encodeCursor(c.var.orgId, next) }, 200);
    })
    .openapi(show, async (c) => {
      const job = await findJob(c.var.services, c.var.orgId, c.req.valid("param").id);
      return c.json(presentJob(job), 200);
    })
    .openapi(undo, async (c) => {
      const job = presentJob(await undoJob(c.var.services, c.var.orgId, c.req.valid("param").id));
      c.var.trail.note({ target: { kind: "job", id: job.id }, after: job });
      return c.json(job, 202);
    })
    .openapi(cancel, async (c) => {
      const job = await cancelJob(c.var.services, c.var.orgId, c.req.valid("param").id);
      c.var.trail.note({
        target: { kind: "job", id: job.id },
        before: { status: "running" },
        after: presentJob(job),
      });
      return c.json(presentJob(job), 200);
    });
}

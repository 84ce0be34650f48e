import { z } from "@hono/zod-openapi";
import { reportValidation } from "#services/report-validation";
import { findEventType } from "#services/save-event-type";
import { createRouter } from "../../context.ts";
import { guardedRoute } from "../../guarded-route.ts";
import { jsonBody } from "../../middleware/json-body.ts";
import { presentMetrics, presentReport, readMetricsSpan } from "../../present-validation.ts";
import { problems } from "../../schemas/problem.ts";
import {
  ValidationMetrics,
  ValidationMetricsQuery,
  ValidationReport,
  ValidationReportRequest,
} from "../../schemas/validation.ts";

const tags = ["validation"];
const params = z.object({ name: z.string() });

const report = guardedRoute(
  // Nothing is changed, so there is nothing to audit.
  { access: "catalogue:manage", audit: null },
  {
    method: "post",
    path: "/{name}/validation-report",
    operationId: "reportEventTypeValidation",
    tags,
    summary: "How the last events of a type would fare under a schema",
    description: "To be asked before the schema is switched on. Nothing is stored.",
    middleware: jsonBody,
    request: {
      params,
      body: { required: true, content: { "application/json": { schema: ValidationReportRequest } } },
    },
    responses: {
      200: { description: "Counts", content: { "application/json": { schema: ValidationReport } } },
      ...problems(400, 401, 404, 413, 415, 422),
    },
  },
);

const metrics = guardedRoute(
  { access: "catalogue:read" },
  {
    method: "get",
    path: "/{name}/validation-metrics",
    operationId: "getEventTypeValidationMetrics",
    tags,
    summary: "How many events of a type were checked, and how many did not fit",
    description: "By the hour in which they were sent. Counts arrive within seconds.",
    request: { params, query: ValidationMetricsQuery },
    responses: {
      200: { description: "Counts", content: { "application/json": { schema: ValidationMetrics } } },
      ...problems(400, 401, 404),
    },
  },
);

export function createEventTypeValidationRoutes() {
  return createRouter()
    .openapi(report, async (c) => {
      const { services, orgId } = c.var;
      const { name } = await findEventType(services, orgId, c.req.valid("param").name);
      const { schema, mode, last } = c.req.valid("json");
      const wish = { schemaJson: JSON.stringify(schema) ?? "null", mode, last };
      return c.json(presentReport(await reportValidation(services, orgId, { eventType: name }, wish)), 200);
    })
    .openapi(metrics, async (c) => {
      const { services, orgId } = c.var;
      const { name } = await findEventType(services, orgId, c.req.valid("param").name);
      const { from, to } = readMetricsSpan(c.req.valid("query"), services.now());
      return c.json(
        presentMetrics(await services.validationRecords.counts(orgId, `type:${name}`, from, to)),
        200,
      );
    });
}

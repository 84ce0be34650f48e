import { z } from "@hono/zod-openapi";
import { findIntegration } from "#services/find-integration";
import { reportValidation } from "#services/report-validation";
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
const params = z.object({ id: z.string() });

const report = guardedRoute(
  // Nothing is changed, so there is nothing to audit.
  { access: "integrations:update", audit: null },
  {
    method: "post",
    path: "/{id}/validation-report",
    operationId: "reportIntegrationValidation",
    tags,
    summary: "How an integration's last events would fare under a schema",
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
  { access: "integrations:read" },
  {
    method: "get",
    path: "/{id}/validation-metrics",
    operationId: "getIntegrationValidationMetrics",
    tags,
    summary: "How many payloads an integration checked, and how many did not fit",
    description: "By the hour of their first attempt.",
    request: { params, query: ValidationMetricsQuery },
    responses: {
      200: { description: "Counts", content: { "application/json": { schema: ValidationMetrics } } },
      ...problems(400, 401, 404),
    },
  },
);

export function createIntegrationValidationRoutes() {
  return createRouter()
    .openapi(report, async (c) => {
      const { services, orgId } = c.var;
      const { id } = await findIntegration(services, orgId, c.req.valid("param").id);
      const { schema, mode, last } = c.req.valid("json");
      const wish = { schemaJson: JSON.stringify(schema) ?? "null", mode, last };
      return c.json(presentReport(await reportValidation(services, orgId, { integrationId: id }, wish)), 200);
    })
    .openapi(metrics, async (c) => {
      const { services, orgId } = c.var;
      const { id } = await findIntegration(services, orgId, c.req.valid("param").id);
      const { from, to } = readMetricsSpan(c.req.valid("query"), services.now());
      return c.json(presentMetrics(await services.validationRecords.counts(orgId, id, from, to)), 200);
    });
}

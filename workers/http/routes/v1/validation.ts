import { listValidationRates } from "#services/list-validation-rates";
import { trySchema } from "#services/try-schema";
import { createRouter } from "../../context.ts";
import { guardedRoute } from "../../guarded-route.ts";
import { jsonBody } from "../../middleware/json-body.ts";
import { presentCheck, readMetricsSpan } from "../../present-validation.ts";
import { problems } from "../../schemas/problem.ts";
import {
  ValidationCheckRequest,
  ValidationCheckResult,
  ValidationMetricsQuery,
  ValidationRates,
} from "../../schemas/validation.ts";

const check = guardedRoute(
  // Nothing is changed, so there is nothing to audit.
  { access: "catalogue:read", audit: null },
  {
    method: "post",
    path: "/check",
    operationId: "checkSchema",
    tags: ["validation"],
    summary: "Try a schema on payloads",
    description:
      "Compiles the schema as saving it would, and holds up to 100 payloads against it. Nothing is stored.",
    middleware: jsonBody,
    request: {
      body: { required: true, content: { "application/json": { schema: ValidationCheckRequest } } },
    },
    responses: {
      200: {
        description: "What became of each payload",
        content: { "application/json": { schema: ValidationCheckResult } },
      },
      ...problems(400, 401, 413, 415, 422),
    },
  },
);

const rates = guardedRoute(
  { access: "catalogue:read" },
  {
    method: "get",
    path: "/rates",
    operationId: "listValidationRates",
    tags: ["validation"],
    summary: "How often payloads did not fit, of everything that has a schema now",
    description:
      "The highest rate first. Event types of the catalogue; integrations too for a caller with integrations:read. Spans as in the metrics of one of them.",
    request: { query: ValidationMetricsQuery },
    responses: {
      200: { description: "Counts", content: { "application/json": { schema: ValidationRates } } },
      ...problems(400, 401),
    },
  },
);

export function createValidationRoutes() {
  return createRouter()
    .openapi(rates, async (c) => {
      const { services, orgId, permissions } = c.var;
      const { from, to } = readMetricsSpan(c.req.valid("query"), services.now());
      const found = await listValidationRates(
        services,
        orgId,
        permissions.has("integrations:read"),
        from,
        to,
      );
      const items = found.map((rate) => ({ ...rate, failureRate: rate.failed / rate.checked }));
      return c.json({ items }, 200);
    })
    .openapi(check, async (c) => {
      const { schema, mode, payloads } = c.req.valid("json");
      const texts = payloads.map((payload) => JSON.stringify(payload));
      const schemaJson = JSON.stringify(schema) ?? "null";
      const { warnings, checks } = await trySchema(c.var.services, c.var.orgId, schemaJson, mode, texts);
      const results = checks.map((result, index) => presentCheck(result, texts[index] ?? ""));
      return c.json({ warnings: [...warnings], results }, 200);
    });
}

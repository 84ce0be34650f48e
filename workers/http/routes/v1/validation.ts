import { trySchema } from "#services/try-schema";
import { createRouter } from "../../context.ts";
import { guardedRoute } from "../../guarded-route.ts";
import { jsonBody } from "../../middleware/json-body.ts";
import { presentCheck } from "../../present-validation.ts";
import { problems } from "../../schemas/problem.ts";
import { ValidationCheckRequest, ValidationCheckResult } from "../../schemas/validation.ts";

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

export function createValidationRoutes() {
  return createRouter().openapi(check, async (c) => {
    const { schema, mode, payloads } = c.req.valid("json");
    const texts = payloads.map((payload) => JSON.stringify(payload));
    const schemaJson = JSON.stringify(schema) ?? "null";
    const { warnings, checks } = await trySchema(c.var.services, c.var.orgId, schemaJson, mode, texts);
    const results = checks.map((result, index) => presentCheck(result, texts[index] ?? ""));
    return c.json({ warnings: [...warnings], results }, 200);
  });
}

import { z } from "@hono/zod-openapi";
import type { NextStep } from "#domain/delivery/decide-next";
import { slicePayload } from "#domain/ingress/payload-slice";
import { type TestResult as Result, testIntegration } from "#services/test-integration";
import { createRouter } from "../../context.ts";
import { guardedRoute } from "../../guarded-route.ts";
import { jsonBody } from "../../middleware/json-body.ts";
import { TestRequest, TestResult } from "../../schemas/integration-test.ts";
import { problems } from "../../schemas/problem.ts";

const test = guardedRoute(
  { access: "integrations:test", audit: null },
  {
    method: "post",
    path: "/{id}/test",
    operationId: "testIntegration",
    tags: ["integrations"],
    summary: "Send one event to this integration right now",
    description:
      "Signed like any other, with the header `X-Gateway-Test: true`. It is not recorded, not retried, and works while the integration is off. Answers 200 whatever the target answered.",
    middleware: jsonBody,
    request: {
      params: z.object({ id: z.string() }),
      body: { required: true, content: { "application/json": { schema: TestRequest } } },
    },
    responses: {
      200: { description: "What happened", content: { "application/json": { schema: TestResult } } },
      ...problems(400, 401, 404, 413, 415, 422),
    },
  },
);

export function createIntegrationTestRoutes() {
  return createRouter().openapi(test, async (c) => {
    const { type, labels } = c.req.valid("json");
    // The source text: parsing and printing would round what a real delivery leaves alone.
    const payloadJson = slicePayload(await c.req.text());
    const result = await testIntegration(
      c.var.services,
      c.var.orgId,
      c.req.valid("param").id,
      { type, payloadJson, labels: labels ?? {} },
      c.var.correlationId,
    );
    return c.json(present(result), 200);
  });
}

function present({ event, payloadSource, skipReason, trace, durationMs, outcome, hint, next, body }: Result) {
  return {
    eventId: event.id,
    type: event.type,
    correlationId: event.correlationId,
    payloadSource,
    skipReason,
    outcome: outcome.kind,
    category: outcome.kind === "failure" ? outcome.category : null,
    detail: outcome.kind === "failure" ? outcome.detail : null,
    hint,
    next: presentNext(next),
    trace: {
      startedAt: new Date(trace.startedAt).toISOString(),
      durationMs,
      steps: [...trace.steps],
      request: { ...trace.request, body },
      response: trace.response,
      error: trace.error,
      ...(trace.messages === undefined
        ? {}
        : {
            messages: trace.messages.map(({ id, request, response, error }) => ({
              id,
              request: { ...request, headers: { ...request.headers } },
              response: response === null ? null : { ...response, headers: { ...response.headers } },
              error,
            })),
          }),
    },
  };
}

function presentNext(next: NextStep) {
  switch (next.kind) {
    case "delivered":
      return { kind: next.kind, disable: next.disable };
    case "cancelled":
      return { kind: next.kind, detail: next.detail };
    case "retry":
      return { kind: next.kind, at: new Date(next.at).toISOString(), reason: next.reason };
    case "held": {
      const { kind, until, credentialId } = next;
      return { kind, until: new Date(until).toISOString(), credentialId };
    }
    case "dead_letter": {
      const { kind, reason, autoRetryAt, disable } = next;
      const at = autoRetryAt === null ? null : new Date(autoRetryAt).toISOString();
      return { kind, reason, autoRetryAt: at, disable };
    }
  }
}

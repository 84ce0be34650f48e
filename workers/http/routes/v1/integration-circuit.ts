import { z } from "@hono/zod-openapi";
import type { CircuitView } from "#domain/flow/circuit-view";
import { findIntegration } from "#services/find-integration";
import { orderCircuit, showCircuit } from "#services/order-circuit";
import { createRouter } from "../../context.ts";
import { guardedRoute } from "../../guarded-route.ts";
import { jsonBody } from "../../middleware/json-body.ts";
import { presentCircuit } from "../../present-circuit.ts";
import { Circuit, PauseRequest, ResumeRequest } from "../../schemas/circuit.ts";
import { problems } from "../../schemas/problem.ts";

const tags = ["integrations"];
const params = z.object({ id: z.string() });
const answer = (description: string) => ({
  description,
  content: { "application/json": { schema: Circuit } },
});

const show = guardedRoute(
  { access: "integrations:read" },
  {
    method: "get",
    path: "/{id}/circuit",
    operationId: "getIntegrationCircuit",
    tags,
    summary: "What stands between an integration's deliveries and its target",
    description: "Its circuit, a pause, what 429 taught, what waits, and what changed when and why.",
    request: { params },
    responses: { 200: answer("As it is now"), ...problems(401, 404) },
  },
);

const pause = guardedRoute(
  { access: "circuits:override", audit: "integration.paused" },
  {
    method: "post",
    path: "/{id}/circuit/pause",
    operationId: "pauseIntegration",
    tags,
    summary: "Hold an integration's deliveries until somebody resumes it",
    description:
      "Nothing is lost and no attempt is spent: deliveries wait, over restarts and deployments. Calls through the proxy are answered 503; isolates that have just asked for their gate learn of it within 5 seconds.",
    middleware: jsonBody,
    request: {
      params,
      body: { required: true, content: { "application/json": { schema: PauseRequest } } },
    },
    responses: { 200: answer("Paused"), ...problems(400, 401, 404, 413, 415, 422) },
  },
);

const resume = guardedRoute(
  { access: "circuits:override", audit: "integration.resumed" },
  {
    method: "post",
    path: "/{id}/circuit/resume",
    operationId: "resumeIntegration",
    tags,
    summary: "End a pause, or close an open circuit by hand",
    description:
      "What was held goes out, the oldest first, no faster than `drain` says. New deliveries of a drain go behind it.",
    middleware: jsonBody,
    request: {
      params,
      body: { required: true, content: { "application/json": { schema: ResumeRequest } } },
    },
    responses: { 200: answer("Closed"), ...problems(400, 401, 404, 413, 415, 422) },
  },
);

/** What the audit log keeps: the history has the rest. */
function brief({ phase, paused, drain }: CircuitView) {
  return { phase, paused, drain };
}

export function createIntegrationCircuitRoutes() {
  return createRouter()
    .openapi(show, async (c) => {
      const { services, orgId } = c.var;
      const { id } = await findIntegration(services, orgId, c.req.valid("param").id);
      return c.json(presentCircuit(await showCircuit(services, { orgId, integrationId: id })), 200);
    })
    .openapi(pause, async (c) => {
      const { services, orgId, principal, trail } = c.var;
      const { id } = await findIntegration(services, orgId, c.req.valid("param").id);
      const { reason } = c.req.valid("json");
      const order = { kind: "pause", reason, by: `${principal.kind}:${principal.id}` } as const;
      const { before, after } = await orderCircuit(services, { orgId, integrationId: id }, order);
      trail.note({ target: { kind: "integration", id }, before: brief(before), after: brief(after) });
      return c.json(presentCircuit(after), 200);
    })
    .openapi(resume, async (c) => {
      const { services, orgId, principal, trail } = c.var;
      const { id } = await findIntegration(services, orgId, c.req.valid("param").id);
      const { reason, drain } = c.req.valid("json");
      const order = { kind: "resume", reason, drain, by: `${principal.kind}:${principal.id}` } as const;
      const { before, after } = await orderCircuit(services, { orgId, integrationId: id }, order);
      trail.note({ target: { kind: "integration", id }, before: brief(before), after: brief(after) });
      return c.json(presentCircuit(after), 200);
    });
}

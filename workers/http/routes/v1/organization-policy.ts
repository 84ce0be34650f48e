import { findPolicy, savePolicy } from "#services/manage-policy";
import { createRouter } from "../../context.ts";
import { guardedRoute } from "../../guarded-route.ts";
import { jsonBody } from "../../middleware/json-body.ts";
import { PolicySchema, PolicyWrite, presentPolicy } from "../../schemas/policy.ts";
import { problems } from "../../schemas/problem.ts";

const tags = ["organization"];
const found = { description: "The policy", content: { "application/json": { schema: PolicySchema } } };

const get = guardedRoute(
  { access: "organization:read" },
  {
    method: "get",
    path: "/policy",
    operationId: "getPolicy",
    tags,
    summary: "What holds in your organization, and what of it is inherited",
    responses: { 200: found, ...problems(401, 404) },
  },
);

const put = guardedRoute(
  { access: "policies:update", audit: "policy.updated" },
  {
    method: "put",
    path: "/policy",
    operationId: "putPolicy",
    tags,
    summary: "Say what holds in your organization and in everything below it",
    description:
      "A policy can tighten what is inherited and never loosen it: what asks for more answers 422. Tightening reaches every organization below at once.",
    middleware: jsonBody,
    request: { body: { required: true, content: { "application/json": { schema: PolicyWrite } } } },
    responses: { 200: found, ...problems(400, 401, 404, 409, 413, 415, 422) },
  },
);

export function createOrganizationPolicyRoutes() {
  return createRouter()
    .openapi(get, async (c) => c.json(presentPolicy(await findPolicy(c.var.services, c.var.orgId)), 200))
    .openapi(put, async (c) => {
      const { services, orgId, trail } = c.var;
      const before = presentPolicy(await findPolicy(services, orgId));
      const after = presentPolicy(await savePolicy(services, orgId, c.req.valid("json")));
      trail.note({ target: { kind: "policy", id: orgId }, before, after });
      return c.json(after, 200);
    });
}

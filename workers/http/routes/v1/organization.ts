import { findOrganization, updateOrganization } from "#services/manage-organization";
import { createRouter } from "../../context.ts";
import { guardedRoute } from "../../guarded-route.ts";
import { jsonBody } from "../../middleware/json-body.ts";
import {
  Organization,
  OrganizationPatch,
  presentOrganization,
  readOrganization,
} from "../../schemas/organization.ts";
import { problems } from "../../schemas/problem.ts";

const tags = ["organization"];
const found = { description: "The organization", content: { "application/json": { schema: Organization } } };

const get = guardedRoute(
  { access: "organization:read" },
  {
    method: "get",
    path: "/",
    operationId: "getOrganization",
    tags,
    summary: "Get your organization",
    responses: { 200: found, ...problems(401, 404) },
  },
);

const patch = guardedRoute(
  { access: "organization:update", audit: "organization.updated" },
  {
    method: "patch",
    path: "/",
    operationId: "updateOrganization",
    tags,
    summary: "Change your organization's settings",
    middleware: jsonBody,
    request: { body: { required: true, content: { "application/json": { schema: OrganizationPatch } } } },
    responses: { 200: found, ...problems(400, 401, 404, 413, 415, 422) },
  },
);

export function createOrganizationRoutes() {
  return createRouter()
    .openapi(get, async (c) =>
      c.json(presentOrganization(await findOrganization(c.var.services, c.var.orgId)), 200),
    )
    .openapi(patch, async (c) => {
      const changes = readOrganization(c.req.valid("json"));
      const { before, after } = await updateOrganization(c.var.services, c.var.orgId, changes);
      const shown = presentOrganization(after);
      c.var.trail.note({
        target: { kind: "organization", id: after.id },
        before: presentOrganization(before),
        after: shown,
      });
      return c.json(shown, 200);
    });
}

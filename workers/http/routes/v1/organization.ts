import { createRoute } from "@hono/zod-openapi";
import { findOrganization, updateOrganization } from "#services/manage-organization";
import { createRouter } from "../../context.ts";
import { jsonBody } from "../../middleware/json-body.ts";
import {
  Organization,
  OrganizationPatch,
  presentOrganization,
  readOrganization,
} from "../../schemas/organization.ts";
import { problems } from "../../schemas/problem.ts";

const tags = ["organization"];
const security = [{ apiKey: [] }];
const found = { description: "The organization", content: { "application/json": { schema: Organization } } };

const get = createRoute({
  method: "get",
  path: "/",
  operationId: "getOrganization",
  tags,
  security,
  summary: "Get your organization",
  responses: { 200: found, ...problems(401, 404) },
});

const patch = createRoute({
  method: "patch",
  path: "/",
  operationId: "updateOrganization",
  tags,
  security,
  summary: "Change your organization's settings",
  middleware: jsonBody,
  request: { body: { required: true, content: { "application/json": { schema: OrganizationPatch } } } },
  responses: { 200: found, ...problems(400, 401, 404, 413, 415, 422) },
});

export function createOrganizationRoutes() {
  return createRouter()
    .openapi(get, async (c) =>
      c.json(presentOrganization(await findOrganization(c.var.services, c.var.orgId)), 200),
    )
    .openapi(patch, async (c) => {
      const changes = readOrganization(c.req.valid("json"));
      return c.json(presentOrganization(await updateOrganization(c.var.services, c.var.orgId, changes)), 200);
    });
}

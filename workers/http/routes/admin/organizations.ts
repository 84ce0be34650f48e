import { z } from "@hono/zod-openapi";
import { createApiKey } from "#services/create-api-key";
import { createOrganization, findOrganization } from "#services/manage-organization";
import { createRouter } from "../../context.ts";
import { guardedRoute } from "../../guarded-route.ts";
import { jsonBody } from "../../middleware/json-body.ts";
import { ApiKeyCreate, CreatedApiKey, presentApiKey, readApiKey } from "../../schemas/api-key.ts";
import {
  Organization,
  OrganizationCreate,
  presentOrganization,
  readOrganization,
} from "../../schemas/organization.ts";
import { PageQuery, pageOf, presentPage, readPage } from "../../schemas/page.ts";
import { problems } from "../../schemas/problem.ts";

const tags = ["administration"];
const params = z.object({ id: z.string() });

const list = guardedRoute(
  { access: { platform: "children:read" } },
  {
    method: "get",
    path: "/",
    operationId: "adminListOrganizations",
    tags,
    summary: "List the region's organizations, newest first",
    request: { query: PageQuery },
    responses: {
      200: {
        description: "One page",
        content: { "application/json": { schema: pageOf(Organization).openapi("OrganizationPage") } },
      },
      ...problems(400, 401),
    },
  },
);

const create = guardedRoute(
  { access: { platform: "children:create" }, audit: "organization.created" },
  {
    method: "post",
    path: "/",
    operationId: "adminCreateOrganization",
    tags,
    summary: "Create an organization in this region",
    middleware: jsonBody,
    request: { body: { required: true, content: { "application/json": { schema: OrganizationCreate } } } },
    responses: {
      201: { description: "Created", content: { "application/json": { schema: Organization } } },
      ...problems(400, 401, 413, 415, 422),
    },
  },
);

const get = guardedRoute(
  { access: { platform: "organization:read" } },
  {
    method: "get",
    path: "/{id}",
    operationId: "adminGetOrganization",
    tags,
    summary: "Get an organization",
    request: { params },
    responses: {
      200: { description: "The organization", content: { "application/json": { schema: Organization } } },
      ...problems(401, 404),
    },
  },
);

const createKey = guardedRoute(
  { access: { platform: "keys:create" }, audit: "api_key.created", auditAbout: "id" },
  {
    method: "post",
    path: "/{id}/api-keys",
    operationId: "adminCreateApiKey",
    tags,
    summary: "Make an API key for an organization",
    middleware: jsonBody,
    request: {
      params,
      body: { required: true, content: { "application/json": { schema: ApiKeyCreate } } },
    },
    responses: {
      201: {
        description: "The key, shown this once",
        content: { "application/json": { schema: CreatedApiKey } },
      },
      ...problems(400, 401, 403, 404, 409, 413, 415, 422),
    },
  },
);

export function createAdminOrganizationRoutes() {
  return createRouter()
    .openapi(list, async (c) => {
      const page = await c.var.services.repositories.organizations.list(
        readPage(c.req.valid("query"), c.var.orgId),
      );
      return c.json(presentPage(page, presentOrganization, c.var.orgId), 200);
    })
    .openapi(create, async (c) => {
      const { name, ...rest } = c.req.valid("json");
      const organization = await createOrganization(c.var.services, { ...readOrganization(rest), name });
      c.header("location", `/api/v1/admin/organizations/${organization.id}`);
      const { id } = organization;
      c.var.trail.note({
        target: { kind: "organization", id },
        after: presentOrganization(organization),
        about: id,
      });
      return c.json(presentOrganization(organization), 201);
    })
    .openapi(get, async (c) =>
      c.json(presentOrganization(await findOrganization(c.var.services, c.req.valid("param").id)), 200),
    )
    .openapi(createKey, async (c) => {
      const { id } = await findOrganization(c.var.services, c.req.valid("param").id);
      const { services, permissions, principal } = c.var;
      const maker = { id: principal.id, permissions };
      const { record, key } = await createApiKey(services, id, readApiKey(c.req.valid("json")), maker);
      const shown = presentApiKey(record);
      c.var.trail.note({ target: { kind: "api_key", id: record.id }, after: shown });
      return c.json({ ...shown, key }, 201);
    });
}

import { z } from "@hono/zod-openapi";
import { deleteOrganization } from "#services/delete-organization";
import { createOrganization, findOrganization } from "#services/manage-organization";
import { findDescendant, findQuota, saveQuota } from "#services/manage-quota";
import { createRouter } from "../../context.ts";
import { guardedRoute } from "../../guarded-route.ts";
import { jsonBody } from "../../middleware/json-body.ts";
import {
  Organization,
  OrganizationCreate,
  OrganizationDelete,
  presentOrganization,
  readOrganization,
} from "../../schemas/organization.ts";
import { PageQuery, pageOf, presentPage, readPage } from "../../schemas/page.ts";
import { problems } from "../../schemas/problem.ts";
import { QuotaView, QuotaWrite, readQuotaWish } from "../../schemas/quota.ts";

const tags = ["organization"];
const params = z.object({ id: z.string() });

const list = guardedRoute(
  { access: "children:read" },
  {
    method: "get",
    path: "/children",
    operationId: "listChildren",
    tags,
    summary: "List the organizations right below yours, newest first",
    request: {
      query: PageQuery.extend({
        descendants: z
          .enum(["true", "false"])
          .default("false")
          .openapi({ description: "`true`: everything below, on every level." }),
      }),
    },
    responses: {
      200: {
        description: "One page",
        content: { "application/json": { schema: pageOf(Organization).openapi("ChildPage") } },
      },
      ...problems(400, 401),
    },
  },
);

const create = guardedRoute(
  { access: "children:create", audit: "organization.created" },
  {
    method: "post",
    path: "/children",
    operationId: "createChild",
    tags,
    summary: "Make an organization below yours",
    description:
      "It lives in the same region, and everything that holds here holds there too. At most 8 levels and 1,000 organizations in one tree.",
    middleware: jsonBody,
    request: { body: { required: true, content: { "application/json": { schema: OrganizationCreate } } } },
    responses: {
      201: { description: "Created", content: { "application/json": { schema: Organization } } },
      ...problems(400, 401, 409, 413, 415, 422),
    },
  },
);

const remove = guardedRoute(
  { access: "organization:delete", audit: "organization.deleted" },
  {
    method: "delete",
    path: "/children/{id}",
    operationId: "deleteChild",
    tags,
    summary: "Delete an organization below yours with everything in it",
    middleware: jsonBody,
    request: {
      params,
      body: { required: true, content: { "application/json": { schema: OrganizationDelete } } },
    },
    responses: {
      202: { description: "Gone, and being removed" },
      ...problems(400, 401, 404, 409, 413, 415, 422),
    },
  },
);

const putQuota = guardedRoute(
  { access: "quotas:update", audit: "quota.updated" },
  {
    method: "put",
    path: "/children/{id}/quota",
    operationId: "putChildQuota",
    tags,
    summary: "Say how much an organization below yours may use",
    description:
      "Never more than the organization right above it may use itself. Replaces what was set before.",
    middleware: jsonBody,
    request: { params, body: { required: true, content: { "application/json": { schema: QuotaWrite } } } },
    responses: {
      200: { description: "The quota", content: { "application/json": { schema: QuotaView } } },
      ...problems(400, 401, 404, 409, 413, 415, 422),
    },
  },
);

export function createOrganizationChildrenRoutes() {
  return createRouter()
    .openapi(list, async (c) => {
      const { services, orgId } = c.var;
      const { descendants, ...query } = c.req.valid("query");
      const { path } = await findOrganization(services, orgId);
      const depth = descendants === "true" ? "descendants" : "children";
      const page = await services.repositories.organizations.below(path, depth, readPage(query, orgId));
      return c.json(presentPage(page, presentOrganization, orgId), 200);
    })
    .openapi(create, async (c) => {
      const { services, orgId: parentId, trail } = c.var;
      const { name, ...rest } = c.req.valid("json");
      const child = await createOrganization(services, { ...readOrganization(rest), name, parentId });
      const after = presentOrganization(child);
      trail.note({ target: { kind: "organization", id: child.id }, after, about: child.id });
      return c.json(after, 201);
    })
    .openapi(remove, async (c) => {
      const { services, orgId, trail } = c.var;
      const { id } = await findDescendant(services, orgId, c.req.valid("param").id);
      const child = await deleteOrganization(services, id, c.req.valid("json"));
      const { parentId } = child;
      trail.note({
        target: { kind: "organization", id },
        before: presentOrganization(child),
        about: parentId ?? undefined,
      });
      return c.body(null, 202);
    })
    .openapi(putQuota, async (c) => {
      const { services, orgId, trail } = c.var;
      const { id } = await findDescendant(services, orgId, c.req.valid("param").id);
      const before = await findQuota(services, id);
      const after = await saveQuota(services, id, readQuotaWish(c.req.valid("json")));
      trail.note({ target: { kind: "quota", id }, before, after, about: id });
      return c.json(after, 200);
    });
}

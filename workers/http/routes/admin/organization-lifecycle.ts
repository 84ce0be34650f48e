import { z } from "@hono/zod-openapi";
import { deleteOrganization } from "#services/delete-organization";
import { findRemains } from "#services/find-remains";
import { findQuota, saveQuota } from "#services/manage-quota";
import { createRouter } from "../../context.ts";
import { guardedRoute } from "../../guarded-route.ts";
import { jsonBody } from "../../middleware/json-body.ts";
import { OrganizationDelete, presentOrganization } from "../../schemas/organization.ts";
import { problems } from "../../schemas/problem.ts";
import { QuotaView, QuotaWrite, readQuotaWish } from "../../schemas/quota.ts";
import { RemainsSchema } from "../../schemas/remains.ts";

const tags = ["administration"];
const params = z.object({ id: z.string() });

const putQuota = guardedRoute(
  { access: { platform: "quotas:update" }, audit: "quota.updated", auditAbout: "id" },
  {
    method: "put",
    path: "/{id}/quota",
    operationId: "adminPutQuota",
    tags,
    summary: "Say how much an organization may use",
    description:
      "Replaces what was set before. Lowering it lowers what every organization below may use, at once; below a parent, it never exceeds the parent's.",
    middleware: jsonBody,
    request: { params, body: { required: true, content: { "application/json": { schema: QuotaWrite } } } },
    responses: {
      200: { description: "The quota", content: { "application/json": { schema: QuotaView } } },
      ...problems(400, 401, 404, 409, 413, 415, 422),
    },
  },
);

const remove = guardedRoute(
  { access: { platform: "organization:delete" }, audit: "organization.deleted" },
  {
    method: "delete",
    path: "/{id}",
    operationId: "adminDeleteOrganization",
    tags,
    summary: "Delete an organization with everything in it",
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

const remains = guardedRoute(
  { access: { platform: "organization:read" } },
  {
    method: "get",
    path: "/{id}/remains",
    operationId: "adminFindRemains",
    tags,
    summary: "Scan for what is left of an organization",
    description:
      "Counts rows in D1, contents of Durable Objects and objects in R2, each up to 1,000. After a deletion the row of the organization itself goes last, when a scan has found nothing.",
    request: { params },
    responses: {
      200: { description: "What is left", content: { "application/json": { schema: RemainsSchema } } },
      ...problems(401),
    },
  },
);

export function createAdminOrganizationLifecycleRoutes() {
  return createRouter()
    .openapi(putQuota, async (c) => {
      const { services, trail } = c.var;
      const { id } = c.req.valid("param");
      const before = await findQuota(services, id);
      const after = await saveQuota(services, id, readQuotaWish(c.req.valid("json")));
      trail.note({ target: { kind: "quota", id }, before, after });
      return c.json(after, 200);
    })
    .openapi(remove, async (c) => {
      const { id } = c.req.valid("param");
      const organization = await deleteOrganization(c.var.services, id, c.req.valid("json"));
      const { parentId } = organization;
      c.var.trail.note({
        target: { kind: "organization", id },
        before: presentOrganization(organization),
        // Its own log goes with it.
        about: parentId ?? undefined,
      });
      return c.body(null, 202);
    })
    .openapi(remains, async (c) => c.json(await findRemains(c.var.services, c.req.valid("param").id), 200));
}

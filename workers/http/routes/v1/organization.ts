import { decideAccess } from "#domain/access/decide-access";
import type { Principal } from "#domain/access/principal";
import type { Organization as Stored } from "#domain/configuration-ports";
import { ancestorsOf } from "#domain/tenancy/organization-tree";
import { deleteOrganization } from "#services/delete-organization";
import { findOrganization, updateOrganization } from "#services/manage-organization";
import { createRouter } from "../../context.ts";
import { guardedRoute } from "../../guarded-route.ts";
import { jsonBody } from "../../middleware/json-body.ts";
import {
  Organization,
  OrganizationDelete,
  OrganizationPatch,
  presentOrganization,
  presentWithoutParent,
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
    description:
      "`catalogueMode` and `retentionDays` are part of its policy: refused when they are looser than what is inherited.",
    middleware: jsonBody,
    request: { body: { required: true, content: { "application/json": { schema: OrganizationPatch } } } },
    responses: { 200: found, ...problems(400, 401, 404, 409, 413, 415, 422) },
  },
);

const remove = guardedRoute(
  { access: "organization:delete", audit: "organization.deleted", auditAbove: true },
  {
    method: "delete",
    path: "/",
    operationId: "deleteOrganization",
    tags,
    summary: "Delete your organization with everything in it",
    description:
      "At once nothing of it can be reached any more; everything that is kept of it is then removed in the background, and cannot be brought back.",
    middleware: jsonBody,
    request: { body: { required: true, content: { "application/json": { schema: OrganizationDelete } } } },
    responses: {
      202: { description: "Gone, and being removed" },
      ...problems(400, 401, 404, 409, 413, 415, 422),
    },
  },
);

export function createOrganizationRoutes() {
  return createRouter()
    .openapi(get, async (c) => {
      const organization = await findOrganization(c.var.services, c.var.orgId);
      return c.json(presentFor(c.var.principal, organization), 200);
    })
    .openapi(patch, async (c) => {
      const { services, orgId, principal, trail } = c.var;
      const before = presentFor(principal, await findOrganization(services, orgId));
      const changes = readOrganization(c.req.valid("json"));
      const after = presentFor(principal, await updateOrganization(services, orgId, changes));
      trail.note({ target: { kind: "organization", id: orgId }, before, after });
      return c.json(after, 200);
    })
    .openapi(remove, async (c) => {
      const { services, orgId, principal, trail } = c.var;
      const organization = await deleteOrganization(services, orgId, c.req.valid("json"));
      trail.note({
        target: { kind: "organization", id: orgId },
        before: presentFor(principal, organization),
      });
      return c.body(null, 202);
    });
}

/** A child's key or member does not learn what is above it, not even its id. */
function presentFor({ grants }: Principal, organization: Stored) {
  const above = ancestorsOf(organization.path);
  const sees = above.length > 0 && decideAccess(grants, above) !== null;
  return sees ? presentOrganization(organization) : presentWithoutParent(organization);
}

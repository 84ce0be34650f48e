import { z } from "@hono/zod-openapi";
import { findRole } from "#services/find-role";
import { listRoles } from "#services/list-roles";
import { createRole, deleteRole, updateRole } from "#services/save-role";
import { createRouter } from "../../context.ts";
import { etagOf, readIfMatch } from "../../etag.ts";
import { guardedRoute } from "../../guarded-route.ts";
import { jsonBody } from "../../middleware/json-body.ts";
import { PageQuery, pageOf, presentPage, readPage } from "../../schemas/page.ts";
import { problems } from "../../schemas/problem.ts";
import { presentOwnRole, presentRole, Role, RoleCreate, RolePatch, readRole } from "../../schemas/role.ts";

const tags = ["roles"];
const params = z.object({ id: z.string() });
const headers = z.object({
  "if-match": z.string().optional().openapi({ description: "The ETag of what you read; 412 if it changed." }),
});
const one = { description: "The role", content: { "application/json": { schema: Role } } };

const list = guardedRoute(
  { access: "roles:read" },
  {
    method: "get",
    path: "/",
    operationId: "listRoles",
    tags,
    summary: "List the roles that can be given here",
    description:
      "The built-in ones first, then those of this organization, then those of organizations above.",
    request: { query: PageQuery },
    responses: {
      200: {
        description: "One page",
        content: { "application/json": { schema: pageOf(Role).openapi("RolePage") } },
      },
      ...problems(400, 401),
    },
  },
);

const create = guardedRoute(
  { access: "roles:create", audit: "role.created" },
  {
    method: "post",
    path: "/",
    operationId: "createRole",
    tags,
    summary: "Compose a role",
    description:
      "Of permissions that you hold: else 403, with what is missing. It can be given here and in organizations below.",
    middleware: jsonBody,
    request: { body: { required: true, content: { "application/json": { schema: RoleCreate } } } },
    responses: {
      201: { ...one, description: "Composed" },
      ...problems(400, 401, 403, 409, 413, 415, 422),
    },
  },
);

const get = guardedRoute(
  { access: "roles:read" },
  {
    method: "get",
    path: "/{id}",
    operationId: "getRole",
    tags,
    summary: "Get a role",
    request: { params },
    responses: { 200: one, ...problems(401, 404) },
  },
);

const patch = guardedRoute(
  { access: "roles:update", audit: "role.updated" },
  {
    method: "patch",
    path: "/{id}",
    operationId: "updateRole",
    tags,
    summary: "Change a role of your own",
    description:
      "Whoever has it has the new permissions within 60 seconds. You must hold what it allows before and after.",
    middleware: jsonBody,
    request: {
      params,
      headers,
      body: { required: true, content: { "application/json": { schema: RolePatch } } },
    },
    responses: { 200: one, ...problems(400, 401, 403, 404, 409, 412, 413, 415, 422) },
  },
);

const remove = guardedRoute(
  { access: "roles:delete", audit: "role.deleted" },
  {
    method: "delete",
    path: "/{id}",
    operationId: "deleteRole",
    tags,
    summary: "Delete a role that nobody has",
    description: "409 while members or open invitations, here or below, have it.",
    request: { params, headers },
    responses: { 204: { description: "Deleted" }, ...problems(400, 401, 404, 409, 412) },
  },
);

export function createRoleRoutes() {
  return createRouter()
    .openapi(list, async (c) => {
      const page = await listRoles(c.var.services, c.var.orgId, readPage(c.req.valid("query"), c.var.orgId));
      return c.json(presentPage(page, presentRole, c.var.orgId), 200);
    })
    .openapi(create, async (c) => {
      const { name, description, permissions } = c.req.valid("json");
      const draft = { name, description, permissions: new Set(permissions) };
      const role = await createRole(c.var.services, c.var.orgId, draft, c.var.permissions);
      const shown = presentOwnRole(role);
      c.var.trail.note({ target: { kind: "role", id: role.id }, after: shown });
      c.header("etag", etagOf(role));
      c.header("location", `/api/v1/roles/${role.id}`);
      return c.json(shown, 201);
    })
    .openapi(get, async (c) => {
      const found = await findRole(c.var.services, c.var.orgId, c.req.valid("param").id);
      if (found.custom !== null) c.header("etag", etagOf(found.custom));
      return c.json(presentRole(found), 200);
    })
    .openapi(patch, async (c) => {
      const { id } = c.req.valid("param");
      const { before, after } = await updateRole(
        c.var.services,
        c.var.orgId,
        id,
        readRole(c.req.valid("json")),
        c.var.permissions,
        readIfMatch(c.req.valid("header")["if-match"]),
      );
      const shown = presentOwnRole(after);
      c.var.trail.note({ target: { kind: "role", id }, before: presentOwnRole(before), after: shown });
      c.header("etag", etagOf(after));
      return c.json(shown, 200);
    })
    .openapi(remove, async (c) => {
      const { id } = c.req.valid("param");
      const expected = readIfMatch(c.req.valid("header")["if-match"]);
      const role = await deleteRole(c.var.services, c.var.orgId, id, expected);
      const before = presentOwnRole(role);
      c.var.trail.note({ target: { kind: "role", id }, before });
      return c.body(null, 204);
    });
}

import { listMyOrganizations, type MyOrganization as Mine, showMyPermissions } from "#services/show-access";
import { createRouter } from "../../context.ts";
import { guardedRoute } from "../../guarded-route.ts";
import {
  MyOrganizationPage,
  MyOrganizationsQuery,
  MyPermissions,
  MyPermissionsQuery,
} from "../../schemas/my-access.ts";
import { presentPage, readPage } from "../../schemas/page.ts";
import { problems } from "../../schemas/problem.ts";
import { signedInPerson } from "../../signed-in.ts";

const tags = ["your account"];

const organizations = guardedRoute(
  { access: "session" },
  {
    method: "get",
    path: "/organizations",
    operationId: "listMyOrganizations",
    tags,
    summary: "Organizations that you may switch to, each right below its parent",
    description:
      "Those that you belong to, and all below them where your role may see them. Name one in X-Organization-Id.",
    request: { query: MyOrganizationsQuery },
    responses: {
      200: { description: "One page", content: { "application/json": { schema: MyOrganizationPage } } },
      ...problems(400, 401),
    },
  },
);

const permissions = guardedRoute(
  { access: "session" },
  {
    method: "get",
    path: "/permissions",
    operationId: "getMyPermissions",
    tags,
    summary: "What you may do in an organization",
    request: { query: MyPermissionsQuery },
    responses: {
      200: { description: "All of it", content: { "application/json": { schema: MyPermissions } } },
      ...problems(400, 401, 404),
    },
  },
);

export function createMyAccessRoutes() {
  return createRouter()
    .openapi(organizations, async (c) => {
      const { id } = signedInPerson(c);
      const { q, ...query } = c.req.valid("query");
      const page = await listMyOrganizations(c.var.services, id, q ?? null, readPage(query, id));
      return c.json(presentPage(page, presentMine, id), 200);
    })
    .openapi(permissions, async (c) => {
      const { organizationId } = c.req.valid("query");
      const { organization, permissions } = await showMyPermissions(
        c.var.services,
        signedInPerson(c).id,
        organizationId,
      );
      return c.json(
        {
          organizationId: organization?.id ?? null,
          organizationName: organization?.name ?? null,
          permissions: [...permissions],
        },
        200,
      );
    });
}

function presentMine({ id, name, parentId, above, role }: Mine) {
  return { id, name, parentId, above: above.map((one) => ({ ...one })), role };
}

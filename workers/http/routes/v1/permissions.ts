import { ALL_PERMISSIONS, PERMISSIONS } from "#domain/access/permissions";
import { createRouter } from "../../context.ts";
import { guardedRoute } from "../../guarded-route.ts";
import { problems } from "../../schemas/problem.ts";
import { PermissionList } from "../../schemas/role.ts";

const list = guardedRoute(
  { access: "roles:read" },
  {
    method: "get",
    path: "/",
    operationId: "listPermissions",
    tags: ["roles"],
    summary: "Everything that a role or an API key can allow",
    responses: {
      200: { description: "All of them", content: { "application/json": { schema: PermissionList } } },
      ...problems(401),
    },
  },
);

export function createPermissionRoutes() {
  return createRouter().openapi(list, (c) => {
    const items = ALL_PERMISSIONS.map((name) => ({
      name,
      description: PERMISSIONS[name],
      held: c.var.permissions.has(name),
    }));
    return c.json({ items }, 200);
  });
}

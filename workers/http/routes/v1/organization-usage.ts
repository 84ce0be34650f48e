import { findUsage } from "#services/find-usage";
import { createRouter } from "../../context.ts";
import { guardedRoute } from "../../guarded-route.ts";
import { toIso } from "../../moment.ts";
import { problems } from "../../schemas/problem.ts";
import { UsageSchema } from "../../schemas/quota.ts";

const get = guardedRoute(
  { access: "organization:read" },
  {
    method: "get",
    path: "/usage",
    operationId: "getUsage",
    tags: ["organization"],
    summary: "What your organization may use, and what it uses",
    responses: {
      200: { description: "The usage", content: { "application/json": { schema: UsageSchema } } },
      ...problems(401, 404),
    },
  },
);

export function createOrganizationUsageRoutes() {
  return createRouter().openapi(get, async (c) => {
    const { quotaResetsAt, ...usage } = await findUsage(c.var.services, c.var.orgId);
    return c.json({ ...usage, quotaResetsAt: toIso(quotaResetsAt) }, 200);
  });
}

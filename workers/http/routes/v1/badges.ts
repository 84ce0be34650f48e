import { z } from "@hono/zod-openapi";
import { createRouter } from "../../context.ts";
import { guardedRoute } from "../../guarded-route.ts";
import { BoundedCount } from "../../schemas/overview.ts";
import { problems } from "../../schemas/problem.ts";

const number = z.int().nullable();

const BadgesSchema = z
  .object({
    deadLetters: BoundedCount.nullable(),
    openAlerts: number,
    runningJobs: number,
    brokenCredentials: number.openapi({ description: "Those that need a person." }),
    circuitsNotClosed: number,
  })
  .openapi("Badges", { description: "Each is null for a caller who may not read what it counts." });

const get = guardedRoute(
  { access: "organization:read" },
  {
    method: "get",
    path: "/",
    operationId: "getBadges",
    tags: ["overview"],
    summary: "The numbers in the navigation",
    description: "Kept for five seconds, so a page that asks every ten costs little.",
    responses: {
      200: { description: "As of a moment ago", content: { "application/json": { schema: BadgesSchema } } },
      ...problems(401),
    },
  },
);

export function createBadgeRoutes() {
  return createRouter().openapi(get, async (c) => {
    const { services, orgId, permissions } = c.var;
    const badges = await services.badgeWatch.badges(orgId);
    const seesIntegrations = permissions.has("integrations:read");
    return c.json(
      {
        deadLetters: permissions.has("deadletters:read") ? { ...badges.deadLetters } : null,
        openAlerts: seesIntegrations ? badges.openAlerts : null,
        runningJobs: permissions.has("jobs:read") ? badges.runningJobs : null,
        brokenCredentials: permissions.has("credentials:read") ? badges.brokenCredentials : null,
        circuitsNotClosed: seesIntegrations ? badges.circuitsNotClosed : null,
      },
      200,
    );
  });
}

import { findIntegration } from "#services/find-integration";
import { listCircuits } from "#services/list-circuits";
import type { HealthWatch } from "#services/show-health";
import { createRouter } from "../../context.ts";
import { guardedRoute } from "../../guarded-route.ts";
import { presentOverview } from "../../present-overview.ts";
import { Overview, OverviewQuery } from "../../schemas/overview.ts";
import { problems } from "../../schemas/problem.ts";

/** Below this a score is an alert on the overview. */
const UNHEALTHY_BELOW = 60;
const MOST_UNHEALTHY = 50;
const MOST_CIRCUITS = 50;

const get = guardedRoute(
  { access: "deliveries:read" },
  {
    method: "get",
    path: "/",
    operationId: "getOverview",
    tags: ["overview"],
    summary: "How deliveries fare: volume, success, latency, errors, and what needs somebody",
    description:
      "Made of the delivery log, at most 40,000 of its newest rows, and kept for five seconds: meant to be polled every 5 to 10 seconds.",
    request: { query: OverviewQuery },
    responses: {
      200: { description: "At a glance", content: { "application/json": { schema: Overview } } },
      ...problems(400, 401, 404),
    },
  },
);

export function createOverviewRoutes() {
  return createRouter().openapi(get, async (c) => {
    const { services, orgId, permissions } = c.var;
    const { window, integrationId } = c.req.valid("query");
    if (integrationId !== undefined) await findIntegration(services, orgId, integrationId);
    const [measured, integrations] = await Promise.all([
      services.overviewWatch.show(orgId, window, integrationId ?? null),
      permissions.has("integrations:read") ? integrationsOf(services, orgId, integrationId) : null,
    ]);
    return c.json(presentOverview(measured, integrations), 200);
  });
}

type Services = Parameters<typeof listCircuits>[0] & { readonly healthWatch: HealthWatch };

async function integrationsOf(services: Services, orgId: string, integrationId: string | undefined) {
  const [unhealthy, circuits] = await Promise.all([
    services.healthWatch.worst(orgId, UNHEALTHY_BELOW),
    listCircuits(services, orgId),
  ]);
  const isMeant = (one: { readonly integrationId: string }) =>
    integrationId === undefined || one.integrationId === integrationId;
  return {
    unhealthy: unhealthy.filter(isMeant).slice(0, MOST_UNHEALTHY),
    circuits: circuits.filter(isMeant).slice(0, MOST_CIRCUITS),
  };
}

import { listCircuits } from "#services/list-circuits";
import { createRouter } from "../../context.ts";
import { guardedRoute } from "../../guarded-route.ts";
import { presentCircuitSummary } from "../../present-circuit.ts";
import { CircuitList } from "../../schemas/circuit.ts";
import { problems } from "../../schemas/problem.ts";

const list = guardedRoute(
  { access: "integrations:read" },
  {
    method: "get",
    path: "/",
    operationId: "listCircuits",
    tags: ["integrations"],
    summary: "Integrations whose circuit is not closed, or that are paused; the last change first",
    description:
      "All of them: there are at most as many as integrations. Of all others the circuit is closed. One row per change lies beside the configuration, so this asks none of the integrations.",
    responses: {
      200: { description: "All of them", content: { "application/json": { schema: CircuitList } } },
      ...problems(401),
    },
  },
);

export function createCircuitListRoutes() {
  return createRouter().openapi(list, async (c) => {
    const circuits = await listCircuits(c.var.services, c.var.orgId);
    return c.json({ items: circuits.map(presentCircuitSummary) }, 200);
  });
}

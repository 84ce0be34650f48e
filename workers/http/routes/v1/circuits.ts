import { circuitKey, listCircuits } from "#services/list-circuits";
import { createRouter } from "../../context.ts";
import { guardedRoute } from "../../guarded-route.ts";
import { presentCircuitSummary } from "../../present-circuit.ts";
import { CircuitListQuery, CircuitPage } from "../../schemas/circuit.ts";
import { presentPage, readPage } from "../../schemas/page.ts";
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
      "Of all others the circuit is closed. Each one's last change lies beside the configuration, so this asks none of the integrations.",
    request: { query: CircuitListQuery },
    responses: {
      200: { description: "One page", content: { "application/json": { schema: CircuitPage } } },
      ...problems(400, 401),
    },
  },
);

export function createCircuitListRoutes() {
  return createRouter().openapi(list, async (c) => {
    const { services, orgId } = c.var;
    const { limit, after } = readPage(c.req.valid("query"), orgId);
    const circuits = await listCircuits(services, orgId);
    const behind = circuits.filter((circuit) => after === null || circuitKey(circuit) < after);
    const items = behind.slice(0, limit);
    const last = items.at(-1);
    const next = behind.length > limit && last !== undefined ? circuitKey(last) : null;
    return c.json(presentPage({ items, next }, presentCircuitSummary, orgId), 200);
  });
}

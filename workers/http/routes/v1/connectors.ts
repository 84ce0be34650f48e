import { z } from "@hono/zod-openapi";
import { createRouter } from "../../context.ts";
import { guardedRoute } from "../../guarded-route.ts";
import { presentManifest } from "../../present-source.ts";
import { ConnectorSchema } from "../../schemas/connector.ts";
import { problems } from "../../schemas/problem.ts";

const list = guardedRoute(
  { access: "sources:read" },
  {
    method: "get",
    path: "/",
    operationId: "listConnectors",
    tags: ["sources"],
    summary: "List the providers whose webhooks the gateway verifies",
    description: "With the fields that each of them needs, and how to set it up there.",
    responses: {
      200: {
        description: "All of them",
        content: {
          "application/json": {
            schema: z.object({ items: z.array(ConnectorSchema) }).openapi("ConnectorList"),
          },
        },
      },
      ...problems(401),
    },
  },
);

export function createConnectorRoutes() {
  return createRouter().openapi(list, (c) => {
    const items = c.var.services.connectors.all().map(({ manifest }) => presentManifest(manifest));
    return c.json({ items: items.toSorted((a, b) => (a.name < b.name ? -1 : 1)) }, 200);
  });
}

import { z } from "@hono/zod-openapi";
import { createRouter } from "../context.ts";
import { guardedRoute } from "../guarded-route.ts";

const Health = z
  .object({ status: z.literal("ok"), region: z.string(), time: z.iso.datetime() })
  .openapi("Health");

const getHealth = guardedRoute(
  { access: "public", unlimited: true },
  {
    method: "get",
    path: "/health",
    operationId: "getHealth",
    tags: ["operations"],
    summary: "Is this region answering?",
    responses: { 200: { description: "It is", content: { "application/json": { schema: Health } } } },
  },
);

export function createHealthRoutes() {
  return createRouter().openapi(getHealth, (c) =>
    c.json({ status: "ok" as const, region: c.var.services.region, time: new Date().toISOString() }, 200),
  );
}

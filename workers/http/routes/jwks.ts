import { z } from "@hono/zod-openapi";
import { createRouter } from "../context.ts";
import { guardedRoute } from "../guarded-route.ts";

const KeySet = z
  .object({ keys: z.array(z.record(z.string(), z.string())) })
  .openapi("JsonWebKeySet", { description: "RFC 7517" });

/** Shorter than a new key is published before it signs. */
const CACHE_CONTROL = "public, max-age=300";

const getKeys = guardedRoute(
  { access: "public" },
  {
    method: "get",
    path: "/.well-known/jwks.json",
    operationId: "getTokenKeys",
    tags: ["signing in"],
    summary: "The public keys of this region's access tokens",
    responses: { 200: { description: "The keys", content: { "application/json": { schema: KeySet } } } },
  },
);

export function createJwksRoutes() {
  return createRouter().openapi(getKeys, async (c) => {
    const { keys } = await c.var.services.tokenKeys.publicKeys();
    c.header("cache-control", CACHE_CONTROL);
    return c.json({ keys: keys.map((key) => ({ ...key })) }, 200);
  });
}

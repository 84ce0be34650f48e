import { createMiddleware } from "hono/factory";
import type { HttpEnv } from "../context.ts";

/**
 * What every answer needs when a browser gets it: it is what its content type says (a stored body must not run as HTML),
 * and it is not kept, because an API answer belongs to the key that asked. Pages bring their own Cache-Control and
 * Content-Security-Policy (routes/docs.ts).
 */
export const securityHeaders = createMiddleware<HttpEnv>(async (c, next) => {
  await next();
  const { headers } = c.res;
  headers.set("x-content-type-options", "nosniff");
  if (!headers.has("cache-control")) headers.set("cache-control", "no-store");
});

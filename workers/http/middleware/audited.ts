import { createMiddleware } from "hono/factory";
import { AuditTrail } from "../audit-trail.ts";
import type { HttpEnv } from "../context.ts";

/** Gives the handler a trail to say what it changed. */
export function audited(_action: string) {
  return createMiddleware<HttpEnv>(async (c, next) => {
    c.set("trail", new AuditTrail());
    await next();
  });
}

import { createMiddleware } from "hono/factory";
import { beginChange, completeChange, dropChange, refuseChange } from "#services/record-change";
import { intentOf, logOf } from "../audit-intent.ts";
import { AuditTrail } from "../audit-trail.ts";
import type { HttpEnv } from "../context.ts";

/**
 * Nothing is changed unrecorded: the intent is on disk before the handler runs, and what became of it is told
 * afterwards. If this isolate dies in between, the log closes the intent by itself.
 * @param about the path parameter that names another organization whose log gets the entry too
 */
export function audited(action: string, about: string | undefined) {
  return createMiddleware<HttpEnv>(async (c, next) => {
    const { services } = c.var;
    const logs = new Set([logOf(c)]);
    const other = about === undefined ? undefined : c.req.param(about);
    // Nobody makes logs for organizations that do not exist.
    if (other !== undefined && (await services.organizationPaths.find(other)) !== null) logs.add(other);
    const change = await beginChange(services, [...logs], intentOf(c, action));
    const trail = new AuditTrail();
    c.set("trail", trail);
    await next();
    const end = endOf(c.res.status, trail.changed);
    if (end === "refused") await refuseChange(services, change);
    else if (end === "dropped") await dropChange(services, change);
    else await completeChange(services, change, end, trail.noted);
  });
}

/** Stands before authorization: who asked for a change without the permission for it is in the log too. */
export function refusalsAudited(action: string) {
  return createMiddleware<HttpEnv>(async (c, next) => {
    await next();
    // Where the handler ran, or would have run, `audited` has the last word.
    const refused = c.res.status === 403 && c.get("principal") !== undefined && c.get("trail") === undefined;
    if (refused) await refuseChange(c.var.services, { intent: intentOf(c, action), logs: [logOf(c)] });
  });
}

/** A handler's error has become an answer here already: its status says what became of the change. */
function endOf(status: number, changed: boolean): "succeeded" | "failed" | "refused" | "dropped" {
  if (status === 403) return "refused";
  // A full quota is a refusal of the request as it is, like every other 4xx: nothing was begun.
  if ((status >= 400 && status < 500) || status === 507) return "dropped";
  if (status >= 500) return "failed";
  return changed ? "succeeded" : "dropped";
}

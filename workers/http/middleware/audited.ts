import { createMiddleware } from "hono/factory";
import { PLATFORM } from "#domain/access/roles";
import {
  type BegunChange,
  beginChange,
  completeChange,
  dropChange,
  refuseChange,
} from "#services/record-change";
import { intentOf, logOf } from "../audit-intent.ts";
import { AuditTrail } from "../audit-trail.ts";
import type { HttpEnv, Variables } from "../context.ts";

/** Where an entry belongs, besides the log of the organization that the call is about. */
export interface AuditPlace {
  /** The path parameter that names another organization whose log gets the entry too; for routes of the platform. */
  readonly auditAbout?: string;
  /** In the log of what is right above instead: the organization's own goes with it. */
  readonly auditAbove?: true;
}

/**
 * Nothing is changed unrecorded: the intent is on disk before the handler runs, and what became of it is told
 * afterwards. If this isolate dies in between, the log closes the intent by itself.
 */
export function audited(action: string, { auditAbout, auditAbove }: AuditPlace) {
  return createMiddleware<HttpEnv>(async (c, next) => {
    const { services } = c.var;
    const own = logOf(c);
    const logs = new Set([auditAbove === true ? await logAbove(services, own) : own]);
    const other = auditAbout === undefined ? undefined : c.req.param(auditAbout);
    // Nobody makes logs for organizations that do not exist.
    if (other !== undefined && (await services.organizationPaths.find(other)) !== null) logs.add(other);
    const change = await beginChange(services, [...logs], intentOf(c, action));
    const trail = new AuditTrail();
    c.set("trail", trail);
    await next();
    await endChange(services, change, trail, c.res.status);
  });
}

/** For routes that ask for no credentials: the handler says who it is and whose log it is, before it changes anything. */
export function auditedOnceKnown(action: string) {
  return createMiddleware<HttpEnv>(async (c, next) => {
    const { services } = c.var;
    const begun = new Map<string, BegunChange>();
    const trail = new AuditTrail();
    c.set("trail", trail);
    c.set("announce", async ({ actor, log }) => {
      const intent = { ...intentOf(c, action), actor };
      // Tried anew, perhaps as somebody else: the last who was announced did it, and the intent stands already.
      begun.set(log, begun.has(log) ? { intent, logs: [log] } : await beginChange(services, [log], intent));
    });
    await next();
    for (const change of begun.values()) await endChange(services, change, trail, c.res.status);
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

async function logAbove({ organizationPaths }: Variables["services"], orgId: string): Promise<string> {
  return (await organizationPaths.find(orgId))?.at(-2) ?? PLATFORM;
}

async function endChange(
  services: Variables["services"],
  change: BegunChange,
  trail: AuditTrail,
  status: number,
): Promise<void> {
  const end = endOf(status, trail.changed);
  if (end === "refused") await refuseChange(services, change);
  else if (end === "dropped") await dropChange(services, change);
  else await completeChange(services, change, end, trail.noted);
}

/** A handler's error has become an answer here already: its status says what became of the change. */
function endOf(status: number, changed: boolean): "succeeded" | "failed" | "refused" | "dropped" {
  if (status === 403) return "refused";
  // A full quota is a refusal of the request as it is, like every other 4xx: nothing was begun.
  if ((status >= 400 && status < 500) || status === 507) return "dropped";
  if (status >= 500) return "failed";
  return changed ? "succeeded" : "dropped";
}

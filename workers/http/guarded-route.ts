import { createRoute, type RouteConfig } from "@hono/zod-openapi";
import type { MiddlewareHandler } from "hono";
import type { Permission } from "#domain/access/permissions";
import type { HttpEnv } from "./context.ts";
import { type AuditPlace, audited, auditedOnceKnown, refusalsAudited } from "./middleware/audited.ts";
import { authorize, authorizePlatform, requireUser } from "./middleware/authorize.ts";
import { limitByIp } from "./middleware/rate-limit.ts";
import { problems } from "./schemas/problem.ts";

/**
 * What a route asks of its caller. A permission holds in the organization that the call names; `platform` asks for it
 * in the whole region; `session` for any signed-in person, about their own account; `public` for nothing.
 */
export type RouteAccess = Permission | { readonly platform: Permission } | "session" | "public";

/** `member.invited`: what the audit log calls it. Null for a call that changes neither configuration nor access. */
export type AuditedAction = `${string}.${string}` | null;

interface Guard extends AuditPlace {
  readonly access: RouteAccess;
  /** Needed for every method but GET: a route that says nothing would leave a hole in the audit log unnoticed. */
  readonly audit?: AuditedAction;
  /** Public routes are limited by network address, but for health: a probe must be answered under a flood too. */
  readonly unlimited?: true;
}

const BEARERS = [{ apiKey: [] }, { accessToken: [] }, { adminToken: [] }];

/**
 * `createRoute`, with what it takes to call the route: checked before the handler runs and written into the OpenAPI
 * document (`x-permission`, `x-permission-scope`, `x-audit`). Every route of the API is made with it; a test walks them.
 */
export function guardedRoute<P extends string, R extends Omit<RouteConfig, "path"> & { path: P }>(
  guard: Guard,
  route: R,
) {
  const own = route.middleware === undefined ? [] : [route.middleware].flat();
  const guarded = {
    ...route,
    ...described(guard),
    middleware: [...guardOf(guard), ...own],
    responses: { ...refusals(guard.access), ...route.responses },
  };
  // The additions are not part of what the handler may answer: its types stay those of the route as written.
  return createRoute<P, R>(guarded as R);
}

function guardOf({ access, audit, unlimited, ...place }: Guard): MiddlewareHandler<HttpEnv>[] {
  const middleware: MiddlewareHandler<HttpEnv>[] = [];
  if (access === "public" && unlimited !== true) middleware.push(limitByIp);
  if (access === "public") {
    if (typeof audit === "string") middleware.push(auditedOnceKnown(audit));
    return middleware;
  }
  if (typeof audit === "string") middleware.push(refusalsAudited(audit));
  if (access === "session") middleware.push(requireUser);
  else if (typeof access === "object") middleware.push(authorizePlatform(access.platform));
  else middleware.push(authorize(access));
  if (typeof audit === "string") middleware.push(audited(audit, place));
  return middleware;
}

/** What the OpenAPI document says of a guard; for routes that are registered by hand too. */
export function described({ access, audit }: Guard) {
  return {
    security: securityOf(access),
    "x-permission": typeof access === "object" ? access.platform : access,
    ...(access === "public" || access === "session" ? {} : { "x-permission-scope": scopeOf(access) }),
    ...(audit === undefined ? {} : { "x-audit": audit ?? "none" }),
  };
}

function securityOf(access: RouteAccess): Record<string, string[]>[] {
  if (access === "public") return [];
  return access === "session" ? [{ accessToken: [] }] : BEARERS;
}

function scopeOf(access: RouteAccess): "platform" | "organization" {
  return typeof access === "object" ? "platform" : "organization";
}

function refusals(access: RouteAccess) {
  return access === "public" ? problems(429) : problems(401, 403, 404, 429);
}

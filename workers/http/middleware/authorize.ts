import { createMiddleware } from "hono/factory";
import { decideAccess } from "#domain/access/decide-access";
import type { Permission } from "#domain/access/permissions";
import { PLATFORM } from "#domain/access/roles";
import { Problem } from "#domain/problem";
import type { HttpEnv } from "../context.ts";

/** Which organization a call is about, when that is not the caller's own. */
export const ORGANIZATION_HEADER = "x-organization-id";

/**
 * Only callers with the permission in the organization that the call is about. One that is foreign, deleted or made up
 * answers the same 404: whether it exists is nobody else's business.
 */
export function authorize(permission: Permission) {
  return createMiddleware<HttpEnv>(async (c, next) => {
    const { principal, services } = c.var;
    const named = c.req.header(ORGANIZATION_HEADER);
    const orgId = named ?? principal.homeOrgId;
    if (orgId === null) {
      throw new Problem(
        "organization_needed",
        "Name the organization that this call is about in the header X-Organization-Id.",
      );
    }
    const path = await services.organizationPaths.find(orgId);
    const permissions = path === null ? null : decideAccess(principal.grants, path);
    if (path === null || permissions === null) {
      throw named === undefined
        ? new Problem("unauthorized", "The organization of these credentials no longer exists.")
        : new Problem("not_found", "There is no such organization, or you have no part in it.");
    }
    // Also of a refusal the audit log must know where it happened.
    c.set("orgId", orgId);
    if (!permissions.has(permission)) throw forbidden(permission);
    c.set("permissions", permissions);
    return next();
  });
}

/** Only callers who hold the permission in the whole region. */
export function authorizePlatform(permission: Permission) {
  return createMiddleware<HttpEnv>(async (c, next) => {
    const permissions = decideAccess(c.var.principal.grants, [PLATFORM]);
    c.set("orgId", PLATFORM);
    if (permissions === null) {
      throw new Problem("forbidden", "Only platform administrators may do this.");
    }
    if (!permissions.has(permission)) throw forbidden(permission);
    c.set("permissions", permissions);
    return next();
  });
}

/** A signed-in person, about their own account. */
export const requireUser = createMiddleware<HttpEnv>(async (c, next) => {
  if (c.var.principal.kind !== "user") {
    throw new Problem("forbidden", "Only a signed-in person can do this, with an access token.");
  }
  return next();
});

function forbidden(permission: Permission): Problem {
  return new Problem(
    "forbidden",
    `This needs the permission ${permission} here. Ask somebody who manages the organization's roles for it.`,
  );
}

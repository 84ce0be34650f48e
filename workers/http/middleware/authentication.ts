import { createMiddleware } from "hono/factory";
import { Problem } from "#domain/problem";
import { regionOfKey } from "#domain/tenancy/api-key";
import type { HttpEnv } from "../context.ts";

const BEARER = /^Bearer +(\S{1,256})$/i;

/** Who is calling: the organization of the API key in `Authorization: Bearer igw_…`. */
export const authentication = createMiddleware<HttpEnv>(async (c, next) => {
  const key = BEARER.exec(c.req.header("authorization") ?? "")?.[1];
  if (key === undefined) {
    throw new Problem("unauthorized", "Send an API key: Authorization: Bearer igw_…");
  }
  const { services } = c.var;
  const region = regionOfKey(key);
  if (region !== null && region !== services.region) return services.forwardToRegion(region, c.req.raw);
  const orgId = await services.authenticate(key);
  if (orgId === null) throw new Problem("unauthorized", "This API key is unknown or revoked.");
  c.set("orgId", orgId);
  return next();
});

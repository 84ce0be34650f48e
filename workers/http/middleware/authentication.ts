import { createMiddleware } from "hono/factory";
import { Problem } from "#domain/problem";
import type { HttpEnv } from "../context.ts";

/** Longer than any token of ours: an access token with claims is about 600 characters. */
const BEARER = /^Bearer +(\S{1,2048})$/i;

/** Who is calling: an API key, a signed-in person's access token, or the operator's token. */
export const authentication = createMiddleware<HttpEnv>(async (c, next) => {
  const token = BEARER.exec(c.req.header("authorization") ?? "")?.[1];
  if (token === undefined) {
    throw new Problem("unauthorized", "Send an API key or an access token: Authorization: Bearer igw_…");
  }
  const { services } = c.var;
  const region = services.regionOfBearer(token);
  if (region !== null && region !== services.region) return services.forwardToRegion(region, c.req.raw);
  const principal = await services.authenticate(token);
  if (principal === null) {
    throw new Problem("unauthorized", "This key or token is unknown, expired or revoked.");
  }
  c.set("principal", principal);
  return next();
});

import { createMiddleware } from "hono/factory";
import { isTrustedPage } from "#domain/access/trusted-origin";
import { Problem } from "#domain/problem";
import type { HttpEnv } from "../context.ts";

/** In front of what reads or sets the refresh cookie: another site's page must not sign anybody in or out. */
export const requireTrustedOrigin = createMiddleware<HttpEnv>(async (c, next) => {
  const trusted = isTrustedPage({
    origin: c.req.header("origin"),
    fetchSite: c.req.header("sec-fetch-site"),
    ownOrigin: new URL(c.req.url).origin,
    allowedOrigins: c.var.services.allowedOrigins,
  });
  if (!trusted) {
    throw new Problem(
      "origin_not_allowed",
      "Only the gateway's own pages and those in ALLOWED_ORIGINS may do this from a browser.",
    );
  }
  return next();
});

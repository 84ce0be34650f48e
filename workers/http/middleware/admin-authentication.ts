import { createMiddleware } from "hono/factory";
import { Problem } from "#domain/problem";
import type { HttpEnv } from "../context.ts";

const BEARER = /^Bearer +(\S{1,512})$/i;

/** Only the operator goes on. Without a configured token there is nothing here to find. */
export const adminAuthentication = createMiddleware<HttpEnv>(async (c, next) => {
  const { isAdminToken } = c.var.services;
  if (isAdminToken === null) {
    throw new Problem("not_found", `No route for ${c.req.method} ${c.req.path}. See /docs.`);
  }
  const token = BEARER.exec(c.req.header("authorization") ?? "")?.[1];
  if (token === undefined || !isAdminToken(token)) {
    throw new Problem("unauthorized", "Send the operator's token: Authorization: Bearer <ADMIN_TOKEN>.");
  }
  return next();
});

import { createMiddleware } from "hono/factory";
import { createTimeOrderedId } from "#domain/ids";
import type { HttpEnv } from "../context.ts";

const CORRELATION_ID = /^[A-Za-z0-9_.:-]{1,128}$/;

/**
 * Every request gets an id of its own, and a correlation id: the caller's, when it gave a usable one. Both are answered,
 * and the correlation id goes on to every target.
 */
export const requestIdentity = createMiddleware<HttpEnv>(async (c, next) => {
  const requestId = createTimeOrderedId("req", Date.now(), crypto.getRandomValues(new Uint8Array(10)));
  const given = c.req.header("x-correlation-id");
  const correlationId = given !== undefined && CORRELATION_ID.test(given) ? given : requestId;
  c.set("requestId", requestId);
  c.set("correlationId", correlationId);
  await next();
  const { headers } = c.res;
  // A forwarded request was answered by another region, under the ids that stand in that region's log.
  if (!headers.has("x-request-id")) headers.set("x-request-id", requestId);
  if (!headers.has("x-correlation-id")) headers.set("x-correlation-id", correlationId);
});

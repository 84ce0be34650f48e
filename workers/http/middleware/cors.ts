import { createMiddleware } from "hono/factory";
import type { HttpEnv } from "../context.ts";
import { problemResponse } from "../problem.ts";

const METHODS = "GET, HEAD, POST, PUT, PATCH, DELETE";

/** What callers may send beyond what every page may. */
const REQUEST_HEADERS = [
  "Authorization",
  "Content-Type",
  "Idempotency-Key",
  "If-Match",
  "If-None-Match",
  "X-Correlation-Id",
  "X-Organization-Id",
].join(", ");

/** What a page may read beyond what every page may. */
const ANSWER_HEADERS = [
  "Allow",
  "ETag",
  "Location",
  "RateLimit",
  "RateLimit-Policy",
  "Retry-After",
  "X-Correlation-Id",
  "X-Gateway-Cache",
  "X-Gateway-Call",
  "X-Gateway-Error",
  "X-RateLimit-Limit",
  "X-RateLimit-Remaining",
  "X-RateLimit-Reset",
  "X-Request-Id",
].join(", ");

/** A page is told no for ten minutes at most after the operator has allowed it, and yes after it was disallowed. */
const PREFLIGHT_SECONDS = "600";

/** Set by a region that answered a forwarded request; the region that the page has called decides. */
const OWN_HEADERS = [
  "access-control-allow-origin",
  "access-control-allow-credentials",
  "access-control-expose-headers",
];

/**
 * Cross-origin calls from the pages that the operator lists in ALLOWED_ORIGINS, compared whole: no pattern, no suffix, no
 * `null`, and never an echo of what was asked. Other pages get an answer that their browser keeps from them.
 */
export const cors = createMiddleware<HttpEnv>(async (c, next) => {
  const origin = c.req.header("origin");
  const allowed = origin !== undefined && c.var.services.allowedOrigins.has(origin);
  if (c.req.method === "OPTIONS" && origin !== undefined && c.req.header("access-control-request-method")) {
    return preflight(c.var.requestId, allowed ? origin : null);
  }
  await next();
  const { headers } = c.res;
  headers.append("vary", "Origin");
  if (origin === undefined) return;
  for (const name of OWN_HEADERS) headers.delete(name);
  if (!allowed) return;
  headers.set("access-control-allow-origin", origin);
  headers.set("access-control-allow-credentials", "true");
  headers.set("access-control-expose-headers", ANSWER_HEADERS);
});

function preflight(requestId: string, origin: string | null): Response {
  if (origin === null) {
    const detail =
      "Pages of this origin may not call the gateway. The operator lists origins in ALLOWED_ORIGINS.";
    const refusal = problemResponse(requestId, "origin_not_allowed", detail);
    refusal.headers.set("vary", "Origin");
    return refusal;
  }
  return new Response(null, {
    status: 204,
    headers: {
      "access-control-allow-origin": origin,
      "access-control-allow-credentials": "true",
      "access-control-allow-methods": METHODS,
      "access-control-allow-headers": REQUEST_HEADERS,
      "access-control-max-age": PREFLIGHT_SECONDS,
      vary: "Origin, Access-Control-Request-Method, Access-Control-Request-Headers",
    },
  });
}

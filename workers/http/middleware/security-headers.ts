import { createMiddleware } from "hono/factory";
import type { HttpEnv } from "../context.ts";

/** For every answer that a browser may see, whatever it is: a document, a problem, a redirect, another region's answer. */
const ALWAYS: readonly (readonly [name: string, value: string])[] = [
  // It is what its content type says: a stored body must not run as HTML.
  ["x-content-type-options", "nosniff"],
  ["x-frame-options", "DENY"],
  // Ids in paths and filters in queries are nobody else's business.
  ["referrer-policy", "no-referrer"],
  ["permissions-policy", "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()"],
  ["cross-origin-opener-policy", "same-origin"],
  // Against embedding; a page that is allowed by CORS asks in another mode, which this does not touch.
  ["cross-origin-resource-policy", "same-origin"],
];

/** An API answer is data: whatever of it a browser may be brought to render can load nothing and be framed nowhere. */
const API_POLICY = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

/** A year. Only for this host: what lies beside it or below it is not ours to promise. */
const STRICT_TRANSPORT = "max-age=31536000";

/**
 * The headers above, and: not kept, because an API answer belongs to the key that asked. Pages bring their own
 * Cache-Control and Content-Security-Policy (routes/docs.ts).
 */
export const securityHeaders = createMiddleware<HttpEnv>(async (c, next) => {
  await next();
  const { headers } = c.res;
  for (const [name, value] of ALWAYS) headers.set(name, value);
  if (!headers.has("content-security-policy")) headers.set("content-security-policy", API_POLICY);
  if (!headers.has("cache-control")) headers.set("cache-control", "no-store");
  // Over plain http a browser ignores it, and on somebody's own machine it would lock them out of port 80.
  if (c.req.url.startsWith("https:")) headers.set("strict-transport-security", STRICT_TRANSPORT);
});

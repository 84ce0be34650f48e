import type { Context } from "hono";
import { callUpstream } from "#services/call-upstream";
import { MethodProblem } from "#services/plan-call";
import type { ProxyResponse } from "#services/proxy-services";
import { createRouter, type HttpEnv } from "../context.ts";
import { authorize } from "../middleware/authorize.ts";
import { errorResponse } from "../problem.ts";
import { PROXY_GUARD, PROXY_OPERATIONS } from "./describe-proxy.ts";

/**
 * A document that comes through is some upstream's, and it stands on the gateway's own origin: a browser that is brought
 * to show it runs nothing of it.
 */
const UPSTREAM_POLICY =
  "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'; sandbox";

/** `/proxy/{integration}/…`, every method. */
export function createProxyRoutes() {
  const router = createRouter();
  for (const operation of PROXY_OPERATIONS) router.openAPIRegistry.registerPath(operation);
  router.all("/proxy/:integration/*", authorize(PROXY_GUARD.access), callThrough);
  return router;
}

async function callThrough(c: Context<HttpEnv>): Promise<Response> {
  const { services, orgId, correlationId, principal } = c.var;
  const { raw } = c.req;
  const { integrationId, path, search } = readUrl(raw.url);
  try {
    const answer = await callUpstream(services, {
      orgId,
      integrationId,
      method: raw.method,
      path,
      search,
      headers: raw.headers,
      body: raw.body,
      caller: principal.id,
      correlationId,
      proxyRoot: `/proxy/${integrationId}`,
    });
    return toResponse(answer);
  } catch (error) {
    if (!(error instanceof MethodProblem)) throw error;
    const refusal = errorResponse(error, c);
    refusal.headers.set("allow", error.allow.join(", "));
    return refusal;
  }
}

function toResponse({ status, headers, body, raw }: ProxyResponse): Response {
  return new Response(body, {
    status,
    headers: { ...headers, "content-security-policy": UPSTREAM_POLICY },
    encodeBody: raw ? "manual" : "automatic",
  });
}

/** From the URL as it came: a router decodes, and a path that was decoded once is another path. */
function readUrl(url: string): {
  readonly integrationId: string;
  readonly path: string;
  readonly search: string;
} {
  const afterScheme = url.indexOf("//") + 2;
  const pathAt = url.indexOf("/", afterScheme);
  const whole = url.slice(pathAt).split("#")[0] ?? "";
  const queryAt = whole.indexOf("?");
  const pathname = queryAt === -1 ? whole : whole.slice(0, queryAt);
  const [, , integrationId = "", ...rest] = pathname.split("/");
  return { integrationId, path: `/${rest.join("/")}`, search: queryAt === -1 ? "" : whole.slice(queryAt) };
}

import type { Context, Next } from "hono";
import { createMiddleware } from "hono/factory";
import type { CallVerdict } from "#services/limit-calls";
import type { HttpEnv } from "../context.ts";
import { problemResponse } from "../problem.ts";
import { rateLimitFields } from "../rate-limit-fields.ts";

/** After authentication: every call counts in its caller's buckets, whatever it asks for and whatever comes of it. */
export const rateLimit = createMiddleware<HttpEnv>(async (c, next) =>
  answer(c, next, await c.var.services.callLimits.principal(c.var.principal)),
);

/** For routes that anybody may call: counted by the caller's network address, which the platform's edge writes. */
export const limitByIp = createMiddleware<HttpEnv>(async (c, next) =>
  answer(c, next, await c.var.services.callLimits.address(c.req.header("cf-connecting-ip") ?? null)),
);

async function answer(c: Context<HttpEnv>, next: Next, verdict: CallVerdict): Promise<Response | undefined> {
  if (verdict.allowed) {
    await next();
    for (const [name, value] of rateLimitFields(verdict.reports, null)) c.res.headers.set(name, value);
    return undefined;
  }
  const fields = rateLimitFields(verdict.reports, verdict.retryAfterMs);
  const empty = verdict.reports.filter(({ remaining }) => remaining === 0).map(({ name }) => name);
  const detail = `The limit of this ${empty.join(" and of this ")} is used up. Wait as long as Retry-After says.`;
  const refusal = problemResponse(c.var.requestId, "rate_limited", detail);
  for (const [name, value] of fields) refusal.headers.set(name, value);
  return refusal;
}

import type { Context } from "hono";
import type { ChallengeAnswer } from "#domain/ingress/connector";
import type { CustomResponse } from "#domain/ingress/source";
import { PROBLEMS, Problem } from "#domain/problem";
import { MAX_PAYLOAD_BYTES } from "#services/accept-events";
import { findInbound } from "#services/find-inbound";
import { noteRejected, type Received, receiveWebhook } from "#services/receive-webhook";
import { clientIp } from "../client-ip.ts";
import { createRouter, type HttpEnv } from "../context.ts";
import { problemResponse } from "../problem.ts";
import { readBytes } from "../read-json.ts";

const PREFIX = "/in/";
const NO_BODY = new Uint8Array();

/** What most providers want: quick, 200, and something to show in their log. */
const DEFAULT_RESPONSE: CustomResponse = {
  status: 200,
  headers: { "content-type": "application/json" },
  body: '{"received":true}',
};

/**
 * Where providers deliver: `/in/<token>`. Stands before CORS: no page has any business here. Not in the OpenAPI document,
 * because what may be sent here is each provider's own to describe.
 */
export function createInboundRoutes() {
  const router = createRouter();
  router.all(`${PREFIX}*`, receive);
  return router;
}

async function receive(c: Context<HttpEnv>): Promise<Response> {
  const { services, correlationId } = c.var;
  const ip = clientIp(c);
  const found = await findInbound(services, c.req.path.slice(PREFIX.length), ip);
  if (found.kind === "elsewhere") return forward(c, found.region);
  if (found.kind === "nowhere") return notFound();
  const { source } = found;
  const connector = services.connectors.find(source.provider);
  // A provider that this version no longer has.
  if (connector === null) return notFound();
  const { methods } = connector.manifest;
  if (!methods.includes(c.req.method)) return wrongMethod(c, methods);
  const received: Received = {
    source,
    connector,
    ip,
    correlationId,
    request: { method: c.req.method, url: c.req.url, headers: new Map(c.req.raw.headers), body: NO_BODY },
  };
  try {
    const body = await readBytes(c.req.raw, MAX_PAYLOAD_BYTES);
    const receipt = await receiveWebhook(services, { ...received, request: { ...received.request, body } });
    switch (receipt.kind) {
      case "accepted":
        return custom(source.response ?? DEFAULT_RESPONSE);
      case "challenge":
        return challenge(receipt.answer);
      case "rejected":
        return refused(c, receipt.reason === "key_unavailable");
    }
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    // The organization was deleted a moment ago.
    if (error.code === "unauthorized") return notFound();
    if (error.code === "body_too_large") {
      noteRejected(
        services,
        received,
        { reason: error.code, detail: error.message },
        PROBLEMS[error.code].status,
      );
      throw error;
    }
    throw withoutDetails(error);
  }
}

/** Quotas, types and schemas are the organization's own business, and this answer goes to whoever knows the address. */
function withoutDetails({ code, retryAfterMs }: Problem): Problem {
  const message = "The webhook was not taken. Whoever runs its source sees why, and what may be sent again.";
  return new Problem(code, message, [], retryAfterMs);
}

/** A token of a region that there is not leads nowhere, like every other. */
async function forward(c: Context<HttpEnv>, region: string): Promise<Response> {
  try {
    return await c.var.services.forwardToRegion(region, c.req.raw);
  } catch (error) {
    if (error instanceof Problem && error.code === "wrong_region") return notFound();
    throw error;
  }
}

/** One answer, byte for byte, for everything that does not lead to a source: without a request id in its body. */
const NOT_FOUND = JSON.stringify({
  type: "/docs/problems#not_found",
  title: PROBLEMS.not_found.title,
  status: 404,
  code: "not_found",
  detail: "This address leads nowhere. Copy the address of your source anew.",
});

function notFound(): Response {
  const headers = { "content-type": "application/problem+json", "cache-control": "no-store" };
  return new Response(NOT_FOUND, { status: 404, headers });
}

function wrongMethod(c: Context<HttpEnv>, methods: readonly string[]): Response {
  const allow = methods.join(", ");
  const answer = problemResponse(c.var.requestId, "method_not_allowed", `This address takes ${allow}.`);
  answer.headers.set("allow", allow);
  return answer;
}

/** Says nothing of why: whoever guesses learns from every word. The source's operators see the reason. */
function refused(c: Context<HttpEnv>, later: boolean): Response {
  if (!later) {
    return problemResponse(
      c.var.requestId,
      "webhook_rejected",
      "The request did not prove where it comes from. The source's list of rejected requests says why.",
    );
  }
  const detail = "What verifies this request cannot be had right now. Send it again in a minute.";
  const answer = problemResponse(c.var.requestId, "unavailable", detail);
  answer.headers.set("retry-after", "60");
  return answer;
}

function custom({ status, headers, body }: CustomResponse): Response {
  const answer = new Response(body === "" ? null : body, { status });
  if (body !== "") answer.headers.set("content-type", "text/plain; charset=utf-8");
  for (const [name, value] of Object.entries(headers)) answer.headers.set(name, value);
  return answer;
}

function challenge({ status, contentType, body }: ChallengeAnswer): Response {
  // Null for none: a 204 may have no body, not even an empty one. Discord wants the content type all the same.
  return new Response(body === "" ? null : body, { status, headers: { "content-type": contentType } });
}

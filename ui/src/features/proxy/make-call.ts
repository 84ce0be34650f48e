import { callThrough } from "~/api/client.ts";
import { readProblem } from "~/api/problem.ts";

export interface Called {
  /** 0: a redirect, which browsers keep to themselves. */
  readonly status: number;
  /** The gateway's own refusal, by its code; null for an answer of the upstream. */
  readonly gatewayError: string | null;
  readonly cache: string | null;
  /** What the gateway says of its own refusal. */
  readonly why: string | null;
  /** Its record in the log. */
  readonly callId: string | null;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: string | null;
  readonly isCut: boolean;
  readonly tookMs: number;
}

export interface Call {
  readonly integrationId: string;
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly body: string | null;
}

const SHOWN_CHARACTERS = 64 * 1_024;

/** @throws ApiProblem when there was no answer at all */
export async function makeCall({ integrationId, method, path, body }: Call): Promise<Called> {
  const begunAt = performance.now();
  const response = await callThrough(`/proxy/${integrationId}${path}`, {
    method,
    ...(body === null ? {} : { body, headers: { "content-type": "application/json" } }),
  });
  const text = await response.text();
  const { headers } = response;
  const isOurs = headers.has("x-gateway-error");
  return {
    status: response.status,
    gatewayError: headers.get("x-gateway-error"),
    why: isOurs ? readProblem(response, parsed(text)).problem.detail : null,
    cache: headers.get("x-gateway-cache"),
    callId: headers.get("x-gateway-call"),
    headers: [...headers].filter(([name]) => !OF_THE_PAGE.has(name)),
    body: isText(headers.get("content-type")) ? text.slice(0, SHOWN_CHARACTERS) : null,
    isCut: text.length > SHOWN_CHARACTERS,
    tookMs: performance.now() - begunAt,
  };
}

/** What the gateway puts on every answer for browsers' sake: no news to whoever tries a call. */
const OF_THE_PAGE = new Set([
  "content-security-policy",
  "cross-origin-opener-policy",
  "cross-origin-resource-policy",
  "permissions-policy",
  "referrer-policy",
  "strict-transport-security",
  "x-content-type-options",
  "x-frame-options",
]);

function isText(contentType: string | null): boolean {
  return contentType === null || /^text\/|json|xml|javascript|x-www-form-urlencoded/i.test(contentType);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

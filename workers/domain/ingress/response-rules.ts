import { escapePointer } from "../json-pointer.ts";
import type { ProblemDetail } from "../problem.ts";
import { isFramingHeader, isHeaderName, isHeaderSafe } from "../signing/header-rules.ts";
import type { CustomResponse } from "./source.ts";

export const MAX_RESPONSE_BODY_BYTES = 8 * 1024;
const MAX_RESPONSE_HEADERS = 20;
const MAX_VALUE_LENGTH = 1_024;

/** What a program reads. A page would be a page of the gateway's own origin. */
const CONTENT_TYPES = /^(application\/json|application\/xml|text\/xml|text\/plain)(\s*;\s*charset=utf-8)?$/i;

/** The gateway's own: what it says of security, of itself and to browsers is not a tenant's to say. */
const RESERVED =
  /^(set-cookie|server|allow|location|refresh|retry-after|vary|cache-control|clear-site-data|service-worker-allowed|strict-transport-security|content-security-policy.*|permissions-policy|referrer-policy|x-frame-options|x-content-type-options|x-request-id|x-correlation-id|ratelimit.*|x-ratelimit.*|access-control-.*|cross-origin-.*|report-to|nel|link|sourcemap|x-sourcemap)$/;

/** Everything wrong with a custom response. Pointers lead into the source. */
export function findResponseProblems(response: CustomResponse | null): ProblemDetail[] {
  if (response === null) return [];
  const { status, headers, body } = response;
  const found: ProblemDetail[] = [];
  const refuse = (pointer: string, message: string) => {
    found.push({ pointer: `/response${pointer}`, message });
  };
  if (!Number.isInteger(status) || status < 200 || status > 299) {
    refuse("/status", "A webhook that was taken is answered with a status from 200 to 299.");
  }
  if ((status === 204 || status === 205) && body !== "")
    refuse("/body", `An answer with ${status} has no body.`);
  // Its length in bytes is at most three times that in characters, and only near the limit counting matters.
  if (new TextEncoder().encode(body).byteLength > MAX_RESPONSE_BODY_BYTES) {
    refuse("/body", `At most ${MAX_RESPONSE_BODY_BYTES} bytes.`);
  }
  const entries = Object.entries(headers);
  if (entries.length > MAX_RESPONSE_HEADERS) refuse("/headers", `At most ${MAX_RESPONSE_HEADERS} headers.`);
  const seen = new Set<string>();
  for (const [name, value] of entries) {
    const lower = name.toLowerCase();
    const message = seen.has(lower) ? `${name} is set twice.` : headerProblem(lower, value);
    seen.add(lower);
    if (message !== null) refuse(`/headers/${escapePointer(name)}`, message);
  }
  return found;
}

function headerProblem(name: string, value: string): string | null {
  if (!isHeaderName(name)) return "A header name has letters, digits and - only, at most 100.";
  if (value.length > MAX_VALUE_LENGTH) return `A header's value has at most ${MAX_VALUE_LENGTH} characters.`;
  if (!isHeaderSafe(value)) return "A header value is printable ASCII on one line.";
  if (name === "content-type") {
    return CONTENT_TYPES.test(value)
      ? null
      : "Answer application/json, text/plain, application/xml or text/xml, in UTF-8.";
  }
  if (isFramingHeader(name)) return `${name} belongs to the connection.`;
  return RESERVED.test(name) ? `${name} is set by the gateway itself.` : null;
}

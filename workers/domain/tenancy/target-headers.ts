import { escapePointer } from "../json-pointer.ts";
import type { ProblemDetail } from "../problem.ts";
import { isFramingHeader, isHeaderName, isHeaderSafe } from "../signing/header-rules.ts";
import type { StoredHeader } from "./stored-settings.ts";

export const MAX_HEADERS = 50;
export const MAX_HEADER_LENGTH = 4_096;

/** The gateway writes these itself, last. An integration's own value would be lost without a word. */
const OWN_HEADERS: ReadonlySet<string> = new Set([
  "content-type",
  "user-agent",
  "x-correlation-id",
  "x-event-type",
  "x-gateway-test",
]);

/** Does the gateway write this header on every request? */
export function isOwnHeader(name: string): boolean {
  return OWN_HEADERS.has(name.toLowerCase());
}

/** Everything wrong with an integration's headers. Pointers lead into the record of headers. */
export function findHeaderProblems(
  headers: Readonly<Record<string, StoredHeader>>,
): readonly ProblemDetail[] {
  const entries = Object.entries(headers);
  if (entries.length > MAX_HEADERS) return [{ pointer: "", message: `At most ${MAX_HEADERS} headers.` }];
  const seen = new Set<string>();
  return entries.flatMap(([name, value]) => {
    const lower = name.toLowerCase();
    const message = seen.has(lower)
      ? `${name} is set twice.`
      : (headerNameProblem(name) ?? valueProblem(value));
    seen.add(lower);
    return message === null ? [] : [{ pointer: `/${escapePointer(name)}`, message }];
  });
}

/** Why the gateway cannot set a header of this name on a tenant's behalf; null when it can. */
export function headerNameProblem(name: string): string | null {
  if (!isHeaderName(name)) return "A header name has letters, digits and - only, at most 100.";
  const lower = name.toLowerCase();
  if (isOwnHeader(lower) || lower.startsWith("webhook-")) return `${name} is set by the gateway itself.`;
  return isFramingHeader(name) ? `${name} belongs to the request itself.` : null;
}

function valueProblem(value: StoredHeader): string | null {
  if (typeof value !== "string") return null;
  if (value.length > MAX_HEADER_LENGTH)
    return `A header's value has at most ${MAX_HEADER_LENGTH} characters.`;
  if (value.includes("•"))
    return "This is the mask of a stored value, and not of this one. Send the value itself.";
  return isHeaderSafe(value) ? null : "A header value is printable ASCII on one line.";
}

import { parseDeltaSeconds } from "./delta-seconds.ts";

/**
 * The seconds until the quota returns, from an IETF `RateLimit` field; null when it does not say.
 *
 * Reads the list form of draft-ietf-httpapi-ratelimit-headers-08 and later (`"default";r=0;t=30`) and the
 * dictionary of draft 07 (`limit=100, remaining=0, reset=30`). Of several windows the exhausted ones
 * (`r=0`) count, and of these the longest, because an earlier try would still meet it. Where none is exhausted,
 * the shortest window is the likeliest one to have refused us: a day's quota with room left did not.
 */
export function parseRateLimitField(text: string): number | null {
  const members = splitOutsideQuotes(text, ",");
  if (members === null) return null;
  const reset = members.find((member) => member.startsWith("reset="));
  if (reset !== undefined) return parseDeltaSeconds(reset.slice("reset=".length));

  const exhausted: number[] = [];
  const open: number[] = [];
  for (const member of members) {
    const parameters = parametersOf(member);
    const resetSeconds = parseDeltaSeconds(parameters.get("t") ?? "");
    if (resetSeconds === null) continue;
    (parseDeltaSeconds(parameters.get("r") ?? "") === 0 ? exhausted : open).push(resetSeconds);
  }
  if (exhausted.length > 0) return Math.max(...exhausted);
  return open.length > 0 ? Math.min(...open) : null;
}

/** `"name";r=0;t=30` -> r: "0", t: "30". The quota's own name is not needed. */
function parametersOf(member: string): ReadonlyMap<string, string> {
  const parameters = new Map<string, string>();
  for (const part of splitOutsideQuotes(member, ";")?.slice(1) ?? []) {
    const equals = part.indexOf("=");
    if (equals > 0) parameters.set(part.slice(0, equals), part.slice(equals + 1));
  }
  return parameters;
}

/**
 * Split and trim, leaving quoted strings whole: a quota may be named `"a,b;t=9"`. Null when a quote is
 * never closed, because a structured field that does not parse is ignored as a whole (RFC 9651, section 4.2).
 */
function splitOutsideQuotes(text: string, separator: "," | ";"): readonly string[] | null {
  const parts: string[] = [];
  let part = "";
  let isQuoted = false;
  let isEscaped = false;
  for (const char of text) {
    if (char === separator && !isQuoted) {
      parts.push(part.trim());
      part = "";
      continue;
    }
    if (char === '"' && !isEscaped) isQuoted = !isQuoted;
    isEscaped = isQuoted && char === "\\" && !isEscaped;
    part += char;
  }
  if (isQuoted) return null;
  return [...parts, part.trim()];
}

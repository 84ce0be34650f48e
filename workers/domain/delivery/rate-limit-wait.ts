import { parseDeltaSeconds } from "./delta-seconds.ts";
import { parseHttpDate } from "./http-date.ts";
import { parseRateLimitField } from "./rate-limit-field.ts";

export type RateLimitSource = "retry-after" | "ratelimit" | "ratelimit-reset" | "x-ratelimit-reset";

/** When the receiver wants the next attempt, and which header said so. `at` is epoch milliseconds, never past. */
export interface RateLimitWait {
  readonly at: number;
  readonly source: RateLimitSource;
}

type Headers = Readonly<Record<string, string>>;

/** From here on a bare number is epoch milliseconds: as seconds it would be the year 5138. */
const EPOCH_MS_FROM = 1e11;
/** From here on a bare number is epoch seconds: 9 September 2001. */
const EPOCH_SECONDS_FROM = 1e9;
/** Up to here a bare number is a wait in seconds: 31 days. What lies between means nothing known. */
const DELTA_SECONDS_TO = 31 * 24 * 60 * 60;

/**
 * Read the wait a receiver asks for. `Retry-After` comes first because it is about this request; the others
 * describe a quota (the IETF draft gives it precedence too). A header that does not parse counts as absent.
 */
export function readRateLimitWait(headers: Headers, now: number): RateLimitWait | null {
  return (
    readRetryAfter(headers, now) ??
    waitOf("ratelimit", afterSeconds(parseRateLimitField(headers.ratelimit?.trim() ?? ""), now), now) ??
    waitOf("ratelimit-reset", parseReset(headers["ratelimit-reset"], now), now) ??
    waitOf("x-ratelimit-reset", parseReset(headers["x-ratelimit-reset"], now), now)
  );
}

/** `Retry-After` in seconds or as a date (RFC 9110, section 10.2.3); null when absent or malformed. */
export function readRetryAfter(headers: Headers, now: number): RateLimitWait | null {
  const text = headers["retry-after"]?.trim() ?? "";
  return waitOf("retry-after", afterSeconds(parseDeltaSeconds(text), now) ?? parseHttpDate(text, now), now);
}

/**
 * A reset header that no standard pins down. Most providers send epoch seconds, some epoch milliseconds, some (and
 * the IETF drafts up to 06) the seconds that remain, a few with decimals; their ranges do not overlap.
 */
function parseReset(text: string | undefined, now: number): number | null {
  const trimmed = text?.trim() ?? "";
  if (!/^\d+(\.\d+)?$/.test(trimmed)) return null;
  const value = Number(trimmed);
  // Rounded up: a millisecond early is still refused.
  if (value >= EPOCH_MS_FROM) return Math.min(Math.ceil(value), Number.MAX_SAFE_INTEGER);
  if (value >= EPOCH_SECONDS_FROM) return Math.ceil(value * 1_000);
  return value <= DELTA_SECONDS_TO ? now + Math.ceil(value * 1_000) : null;
}

function afterSeconds(seconds: number | null, now: number): number | null {
  return seconds === null ? null : now + seconds * 1_000;
}

function waitOf(source: RateLimitSource, at: number | null, now: number): RateLimitWait | null {
  return at === null ? null : { at: Math.max(at, now), source };
}

import { queryKey } from "./map-query.ts";
import { directivesOf } from "./proxy-headers.ts";
import type { CacheSettings, ProxySettings } from "./proxy-settings.ts";

/** What a caller asked, as it goes upstream. */
export interface CacheQuestion {
  readonly method: string;
  /** Path behind the integration's URL. */
  readonly path: string;
  readonly query: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** The gateway answers these itself from what it keeps, so they never reach the upstream of a call that may be kept. */
export const CONDITIONAL_HEADERS: readonly string[] = [
  "if-none-match",
  "if-modified-since",
  "if-match",
  "if-unmodified-since",
  "if-range",
];

/** Never part of the key: they say how this very call is made, not what is asked. */
const OF_THE_CALL: ReadonlySet<string> = new Set([
  ...CONDITIONAL_HEADERS,
  "accept-encoding",
  "x-correlation-id",
  "user-agent",
]);

/** Statuses that may be kept without a word from the upstream (RFC 9110, section 15.1), but for partial ones. */
const KEPT_STATUSES: ReadonlySet<number> = new Set([200, 203, 204, 300, 301, 404, 410]);

/** The cache settings, if this call may be answered from what is kept; a range or a precondition is the upstream's to judge. */
export function cacheFor(question: CacheQuestion, { cache }: ProxySettings): CacheSettings | null {
  if (cache === null || (question.method !== "GET" && question.method !== "HEAD")) return null;
  const { headers } = question;
  const own = ["range", "if-match", "if-unmodified-since", "if-range"].some(
    (name) => headers[name] !== undefined,
  );
  return own ? null : cache;
}

/** What tells one kept answer from another, within one state of one integration. HEAD is answered from GET's. */
export function cacheKey({ path, query, headers }: CacheQuestion, cache: CacheSettings): string {
  const names = (cache.headers ?? Object.keys(headers)).filter((name) => !OF_THE_CALL.has(name)).toSorted();
  const values = names.flatMap((name) => (headers[name] === undefined ? [] : [[name, headers[name]]]));
  return JSON.stringify([path, queryKey(query, cache.query), values]);
}

export interface KeptFor {
  readonly freshMs: number;
  /** How long it still serves while the upstream fails. */
  readonly staleMs: number;
}

/** How long an answer may be kept; null when not at all, with the reason in `why`. */
export function judgeAnswer(
  status: number,
  headers: Readonly<Record<string, string>>,
  question: CacheQuestion,
  cache: CacheSettings,
): { readonly kept: KeptFor | null; readonly why: string } {
  const not = (why: string) => ({ kept: null, why });
  if (question.method !== "GET") return not("only answers to GET are kept");
  if (!KEPT_STATUSES.has(status)) return not(`answers with ${status} are not kept`);
  // A cookie is somebody's, and so is what came with it.
  if (headers["set-cookie"] !== undefined) return not("it sets a cookie");
  const unknown = unkeyedVary(headers.vary ?? "", question.headers, cache);
  if (unknown !== null) return not(`it varies by ${unknown}, which is not in the key`);
  const kept = (seconds: number): KeptFor => ({
    freshMs: seconds * 1_000,
    staleMs: cache.staleIfErrorSeconds * 1_000,
  });
  if (cache.overrideUpstream) return { kept: kept(cache.ttlSeconds), why: "kept" };
  const words = directivesOf(headers["cache-control"] ?? null);
  for (const word of ["no-store", "private", "no-cache"]) {
    if (words.has(word)) return not(`the upstream says ${word}`);
  }
  const said = words.get("s-maxage") ?? words.get("max-age");
  if (said === undefined) return { kept: kept(cache.ttlSeconds), why: "kept" };
  if (!/^\d{1,10}$/.test(said)) return not("its max-age is no number");
  const age = /^\d{1,10}$/.test(headers.age ?? "") ? Number(headers.age) : 0;
  const seconds = Math.min(cache.ttlSeconds, Number(said) - age);
  return seconds > 0 ? { kept: kept(seconds), why: "kept" } : not("it is stale already");
}

/**
 * The first header of `Vary` that tells answers apart and is not in the key; null when there is none. One that does not go
 * upstream cannot differ. What is kept is decoded, so it does not vary by its encoding.
 */
function unkeyedVary(
  vary: string,
  sent: Readonly<Record<string, string>>,
  { headers }: CacheSettings,
): string | null {
  for (const part of vary.split(",")) {
    const name = part.trim().toLowerCase();
    if (name === "*") return "*";
    if (name === "" || name === "accept-encoding" || name === "origin" || headers === null) continue;
    if (sent[name] !== undefined && !headers.includes(name)) return name;
  }
  return null;
}

/** Does the caller have this already? By `If-None-Match`, and only without it by `If-Modified-Since` (RFC 9110, 13.2.2). */
export function isUnchanged(
  asked: Readonly<Record<string, string>>,
  kept: Readonly<Record<string, string>>,
): boolean {
  const tags = asked["if-none-match"];
  if (tags !== undefined) {
    if (tags.trim() === "*") return true;
    const own = kept.etag === undefined ? null : weak(kept.etag);
    return own !== null && tags.split(",").some((tag) => weak(tag) === own);
  }
  const [since, modified] = [
    Date.parse(asked["if-modified-since"] ?? ""),
    Date.parse(kept["last-modified"] ?? ""),
  ];
  return modified <= since;
}

/** Decoding a body makes another representation of it, so a strong tag no longer names these bytes. */
export function weakened(etag: string): string {
  return etag.startsWith("W/") ? etag : `W/${etag}`;
}

function weak(tag: string): string {
  return tag.trim().replace(/^W\//, "");
}

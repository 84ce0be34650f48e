import { isHeaderName } from "../signing/header-rules.ts";

/** Of one connection only (RFC 9110, section 7.6.1), and what frames a message: each side writes its own. */
const HOP_BY_HOP: ReadonlySet<string> = new Set([
  "connection",
  "content-length",
  "expect",
  "host",
  "keep-alive",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
  "via",
]);

/** Never sent upstream: they open the gateway, tell about its callers, or make the upstream believe in another one. */
const NEVER_SENT =
  /^(authorization|cookie2?|proxy-.*|x-organization-id|x-correlation-id|x-gateway-.*|cf-.*|cdn-loop|forwarded|x-forwarded.*|x-real-ip|true-client-ip|x-original-.*|x-rewrite-.*|x-http-method.*|x-method-override|accept-encoding|user-agent|origin|referer|sec-.*|access-control-.*|date)$/;

/** Never given to a caller: they would speak for the gateway's own origin, or for the gateway itself. */
const NEVER_ANSWERED =
  /^(set-cookie2?|access-control-.*|strict-transport-security|content-security-policy.*|x-frame-options|x-content-type-options|referrer-policy|permissions-policy|cross-origin-.*|clear-site-data|public-key-pins.*|expect-ct|nel|report-to|reporting-endpoints|alt-svc|refresh|service-worker-allowed|sourcemap|x-sourcemap|x-gateway-.*|x-request-id|x-correlation-id|ratelimit.*|x-ratelimit-.*|www-authenticate|proxy-.*|cf-.*|server|cache-control|expires|pragma|age|vary|date|content-encoding)$/;

/** Either an exact name or a beginning, `x-acme-*`. */
const ALLOWANCE = /^([!#$%&'+\-.^_`|~0-9a-z]{1,100})(\*?)$/;

export type Direction = "request" | "response";

/** What is wrong with an entry of an allow list; null when nothing is. */
export function allowanceProblem(entry: string, direction: Direction): string | null {
  const [, name = "", star = ""] = ALLOWANCE.exec(entry) ?? [];
  if (name === "") return "A header's name in lower case, or the beginning of one with * behind it.";
  // A short beginning would let in what nobody thought of.
  if (star !== "")
    return name.length >= 3 && name.endsWith("-") ? null : "Write at least x-… and a - before the *.";
  return isNever(name, direction) ? `${name} is never passed on, in this direction.` : null;
}

export function isNever(name: string, direction: Direction): boolean {
  if (HOP_BY_HOP.has(name)) return true;
  return (direction === "request" ? NEVER_SENT : NEVER_ANSWERED).test(name);
}

/**
 * Of these headers, those that are passed on, with names in lower case. What `Connection` nominates belongs to the
 * connection, whatever its name says: a caller must not be able to make an allowed header vanish later on, or appear.
 */
export function pickHeaders(
  headers: Iterable<readonly [string, string]>,
  allowed: readonly string[],
  direction: Direction,
): Record<string, string> {
  const all = [...headers].map(([name, value]) => [name.toLowerCase(), value] as const);
  const nominated = new Set(
    all
      .filter(([name]) => name === "connection")
      .flatMap(([, value]) =>
        value
          .toLowerCase()
          .split(",")
          .map((part) => part.trim()),
      ),
  );
  const { exact, beginnings } = readAllowed(allowed);
  const picked: Record<string, string> = {};
  for (const [name, value] of all) {
    if (!isHeaderName(name) || isNever(name, direction) || nominated.has(name)) continue;
    if (exact.has(name) || beginnings.some((beginning) => name.startsWith(beginning))) picked[name] = value;
  }
  return picked;
}

/**
 * How long a caller may keep the answer: what the upstream says, and never anybody else's cache on the way. An answer was
 * fetched with the organization's credential, whatever `public` was meant for.
 */
export function callersCacheControl(upstream: string | null): string {
  const words = directivesOf(upstream);
  const age = words.get("max-age");
  if (words.has("no-store") || age === undefined || !/^\d{1,9}$/.test(age)) return "no-store";
  const more = ["no-cache", "must-revalidate", "immutable", "no-transform"].filter((word) => words.has(word));
  return ["private", `max-age=${age}`, ...more].join(", ");
}

/** Cache-Control's directives (RFC 9111, section 5.2), by name in lower case. */
export function directivesOf(header: string | null): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const part of (header ?? "").split(",")) {
    const [name = "", value = ""] = part.trim().split("=");
    if (name !== "") found.set(name.trim().toLowerCase(), value.trim().replaceAll('"', ""));
  }
  return found;
}

interface Allowed {
  readonly exact: ReadonlySet<string>;
  readonly beginnings: readonly string[];
}

/** By the list's own object, which lives as long as its configuration. */
const read = new WeakMap<readonly string[], Allowed>();

function readAllowed(allowed: readonly string[]): Allowed {
  const known = read.get(allowed);
  if (known !== undefined) return known;
  const made = {
    exact: new Set(allowed.filter((entry) => !entry.endsWith("*"))),
    beginnings: allowed.filter((entry) => entry.endsWith("*")).map((entry) => entry.slice(0, -1)),
  };
  read.set(allowed, made);
  return made;
}

import { fillTarget, matchPath, type PathPattern, parsePattern } from "./path-pattern.ts";
import type { PathSettings } from "./proxy-settings.ts";

export type MappedPath =
  /** Begins with a slash and goes behind the integration's URL. */
  | { readonly ok: true; readonly path: string }
  | { readonly ok: false; readonly reason: "malformed" | "not_allowed"; readonly message: string };

const MAX_PATH_LENGTH = 1_500;

/**
 * Encoded, these are one thing to the gateway and another to an upstream that decodes before it looks: a slash, a
 * backslash, a NUL or line break, and a percent sign that hides one of them from the first decoding.
 */
const ENCODED_TRICK = /%(?:2f|5c|0[0-9a-f]|1[0-9a-f]|7f|25(?:2e|2f|5c|25))/i;
const MALFORMED_ESCAPE = /%(?![0-9a-f]{2})/i;
/** What RFC 3986 lets a path hold. A backslash is a slash to some, a semicolon begins parameters and is judged below. */
const PATH = /^[A-Za-z0-9\-._~!$&'()*+,;=:@%/]*$/;

/**
 * Where a caller's path leads at the upstream. Whatever comes out stays below the integration's URL: that is judged on
 * the text as it is sent, and again on the URL that is made of it.
 */
export function mapPath(path: string, settings: PathSettings): MappedPath {
  const fault = pathFault(path);
  if (fault !== null) return { ok: false, reason: "malformed", message: fault };
  if (settings.allow.length > 0 && !settings.allow.some((text) => matchPath(compiled(text), path) !== null)) {
    return notAllowed("This path is not among those that the integration allows.");
  }
  for (const { from, to } of settings.rewrite) {
    const caught = matchPath(compiled(from), path);
    if (caught === null) continue;
    const filled = fillTarget(to, caught);
    // What is harmless in two places may be `..` in one: `/..{id}` with `;x`.
    const joined = pathFault(filled);
    return joined === null ? { ok: true, path: filled } : { ok: false, reason: "malformed", message: joined };
  }
  const { strip, add } = settings;
  if (strip === "") return { ok: true, path: joinPaths(add, path) };
  if (path !== strip && !path.startsWith(`${strip}/`)) {
    return notAllowed(`Paths of this integration begin with ${strip}.`);
  }
  return { ok: true, path: joinPaths(add, path.slice(strip.length)) };
}

/** What makes a path unsafe to pass on; null when nothing does. */
export function pathFault(path: string): string | null {
  if (path.length > MAX_PATH_LENGTH) return `A path has at most ${MAX_PATH_LENGTH} characters.`;
  if (!path.startsWith("/")) return "A path begins with /.";
  if (!PATH.test(path)) return "The path holds a character that must be percent-encoded.";
  if (MALFORMED_ESCAPE.test(path)) return "The path holds a % that begins no encoded octet.";
  // Overlong forms, such as %c0%af for a slash, are no UTF-8 either.
  if (!isUtf8(path)) return "The path holds encoded octets that are no UTF-8.";
  if (ENCODED_TRICK.test(path)) return "The path holds an encoded slash, backslash or control character.";
  const segments = path.slice(1).split("/");
  if (segments.slice(0, -1).includes("")) return "The path holds an empty segment (//).";
  // `..;x` is `..` to servers that cut parameters off first.
  const dots = segments.some((segment) =>
    /^\.{1,2}$/.test((segment.split(";")[0] ?? "").replaceAll(/%2e/gi, ".")),
  );
  return dots ? "The path holds a . or .. segment." : null;
}

/**
 * The URL to call: the integration's own with this path behind it. Null when it would lead anywhere else: nothing that
 * was checked can, and this is what keeps that true.
 */
export function joinUrl(base: string, path: string, query: string): string | null {
  const root = new URL(base);
  const rootPath = root.pathname.replace(/\/+$/, "");
  const search = [root.search.slice(1), query].filter((part) => part !== "").join("&");
  const text = `${root.origin}${rootPath}${path}${search === "" ? "" : `?${search}`}`;
  if (!URL.canParse(text)) return null;
  const url = new URL(text);
  const inside = url.pathname === rootPath || url.pathname.startsWith(`${rootPath}/`);
  return url.origin === root.origin && inside && url.username === "" && url.href === text ? text : null;
}

/** How `Location` is written for the caller: below the proxy's own path when it leads back to the upstream's root. */
export function mapLocation(
  location: string,
  requestUrl: string,
  base: string,
  proxyRoot: string,
  { strip, add, rewrite }: PathSettings,
): string {
  if (!URL.canParse(location, requestUrl)) return location;
  const url = new URL(location, requestUrl);
  const root = new URL(base);
  const from = root.pathname.replace(/\/+$/, "") + add;
  const inside = url.origin === root.origin && (url.pathname === from || url.pathname.startsWith(`${from}/`));
  // A rewritten path cannot be told back: the caller gets the upstream's own address, which is the truth.
  if (!inside || rewrite.length > 0) return url.href;
  return proxyRoot + strip + url.pathname.slice(from.length) + url.search + url.hash;
}

function joinPaths(front: string, path: string): string {
  const joined = front + path;
  return joined === "" ? "/" : joined;
}

const compiledPatterns = new Map<string, PathPattern>();
const MAX_COMPILED = 5_000;

function compiled(text: string): PathPattern {
  const known = compiledPatterns.get(text);
  if (known !== undefined) return known;
  const parse = parsePattern(text);
  // Checked when it was saved; one that is not a pattern fits nothing.
  const pattern: PathPattern = parse.ok ? parse.pattern : [{ kind: "literal", text: "//" }];
  if (compiledPatterns.size >= MAX_COMPILED) compiledPatterns.clear();
  compiledPatterns.set(text, pattern);
  return pattern;
}

function isUtf8(path: string): boolean {
  try {
    decodeURIComponent(path);
    return true;
  } catch {
    return false;
  }
}

function notAllowed(message: string): MappedPath {
  return { ok: false, reason: "not_allowed", message };
}

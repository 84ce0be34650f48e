import type { QuerySettings } from "./proxy-settings.ts";

interface Pair {
  readonly name: string;
  /** As the caller wrote it, `=` included, as far as a URL can hold it: some upstreams sign what they read. */
  readonly rest: string;
}

export type MappedQuery =
  | { readonly ok: true; readonly query: string }
  | { readonly ok: false; readonly message: string };

const MAX_PARAMETERS = 200;

/**
 * The query that goes upstream, without its question mark. Values go on as they were written.
 *
 * @param taken names that the gateway sets itself: the integration's own and its credential's
 */
export function mapQuery(search: string, settings: QuerySettings, taken: readonly string[]): MappedQuery {
  const pairs = readPairs(search);
  if (pairs === null) return { ok: false, message: "The query is not percent-encoded UTF-8." };
  if (pairs.length > MAX_PARAMETERS) {
    return { ok: false, message: `A query has at most ${MAX_PARAMETERS} parameters.` };
  }
  const fixed = Object.entries(settings.set);
  // Without capitals: to some upstreams `API_KEY` is `api_key`, and the caller's would stand beside the credential's.
  const own = folded([...fixed.map(([name]) => name), ...taken]);
  const denied = folded(settings.deny);
  const parts: string[] = [];
  for (const { name, rest } of pairs) {
    if (settings.allow !== null && !settings.allow.includes(name)) continue;
    if (denied.has(name.toLowerCase())) continue;
    const renamed = Object.hasOwn(settings.rename, name) ? (settings.rename[name] ?? name) : name;
    // Two values of one name: which of them counts is up to the upstream, and the caller's must never be it.
    if (own.has(renamed.toLowerCase())) continue;
    parts.push(escapeQuery(encodeURIComponent(renamed)) + rest);
  }
  for (const [name, value] of fixed)
    parts.push(escapeQuery(`${encodeURIComponent(name)}=${encodeURIComponent(value)}`));
  return { ok: true, query: parts.join("&") };
}

/** The names in a URL's query. */
export function queryNames(url: string): string[] {
  return (readPairs(new URL(url).search) ?? []).map(({ name }) => name);
}

/** The query in the order of its names, and of it only these: for the key of what is kept. */
export function queryKey(query: string, names: readonly string[] | null): string {
  const pairs = readPairs(query) ?? [];
  const kept = names === null ? pairs : pairs.filter(({ name }) => names.includes(name));
  return kept
    .map(({ name, rest }) => name + rest)
    .sort()
    .join("&");
}

function readPairs(search: string): Pair[] | null {
  const text = search.startsWith("?") ? search.slice(1) : search;
  if (text === "") return [];
  const pairs: Pair[] = [];
  for (const part of text.split("&")) {
    if (part === "") continue;
    const at = part.indexOf("=");
    const rawName = at === -1 ? part : part.slice(0, at);
    try {
      const name = decodeURIComponent(rawName.replaceAll("+", " "));
      if (at !== -1) decodeURIComponent(part.slice(at));
      pairs.push({ name, rest: at === -1 ? "" : escapeQuery(part.slice(at)) });
    } catch {
      return null;
    }
  }
  return pairs;
}

function folded(names: readonly string[]): ReadonlySet<string> {
  return new Set(names.map((name) => name.toLowerCase()));
}

/**
 * What a URL encodes by itself (a quote, an umlaut) is encoded here, or the URL would no longer be the text that was
 * judged. And the semicolon: to some upstreams it begins another parameter, which nobody has judged.
 */
const ESCAPED = /[^\x21\x24-\x26\x28-\x3a\x3d\x3f-\x7e]/gu;

function escapeQuery(text: string): string {
  return text.replaceAll(ESCAPED, (character) =>
    character < "\x80"
      ? `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`
      : encodeURIComponent(character),
  );
}

import { parse, stringify } from "node:querystring";

/** `https://user@host:8443/path?a=b` in its parts, letter for letter: URL would rewrite what was signed. */
const PARTS = /^([a-z][a-z0-9+.-]*:\/\/)((?:[^/?#@]*@)?)(\[[^\]]*\]|[^/?#:]*)(:[0-9]*)?(.*)$/i;

/**
 * Twilio signs the address that stands in its settings. Behind TLS it signed it with and without the port over the
 * years, and a `'` may reach us as `%27`: the Worker's own URL writes it so. Each spelling is a candidate; all of them
 * name the same address, so taking any is no weaker.
 */
export function urlSpellings(url: string): readonly string[] {
  const spellings = new Set<string>();
  for (const written of [url, url.replaceAll("%27", "'"), normalized(url)]) {
    for (const one of [written, legacyQuery(written)]) {
      spellings.add(one);
      for (const variant of portVariants(one)) spellings.add(variant);
    }
  }
  return [...spellings];
}

function portVariants(url: string): readonly string[] {
  const [, scheme, user = "", host, port = "", rest = ""] = PARTS.exec(url) ?? [];
  if (scheme === undefined || host === undefined) return [];
  const standard = scheme.toLowerCase() === "https://" ? ":443" : ":80";
  return [`${scheme}${user}${host}${rest}`, `${scheme}${user}${host}${port || standard}${rest}`];
}

function normalized(url: string): string {
  return URL.canParse(url) ? new URL(url).toString() : url;
}

/** As Node's old query module writes it, which Twilio's own package takes too. */
function legacyQuery(url: string): string {
  const at = url.indexOf("?");
  return at < 0 ? url : `${url.slice(0, at)}?${stringify(parse(url.slice(at + 1)))}`;
}

/** The address as the operator wrote it at Twilio, with the query that really came. */
export function calledUrl(requestUrl: string, configured: string | undefined): string {
  const written = configured?.trim();
  if (!written) return requestUrl;
  const query = requestUrl.indexOf("?");
  const end = written.search(/[?#]/);
  return (end < 0 ? written : written.slice(0, end)) + (query < 0 ? "" : requestUrl.slice(query));
}

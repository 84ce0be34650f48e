/** What stands in place of a secret. Valid in a header and in an address. */
export const MASKED = "[masked]";

/** The gateway's own mark of what it did not keep. */
const REDACTED = /^\[redacted\]$/;
const SENSITIVE_NAME =
  /authorization|cookie|secret|token|password|passwd|signature|credential|session|api[-_]?key|access[-_]?key|(^|[-_])(key|sig|auth|hmac)$/i;

/** The gateway keeps no secret in its log; what a target sent, or an address carries, is hidden here before it is copied. */
export function maskHeader(name: string, value: string): string {
  return SENSITIVE_NAME.test(name) || REDACTED.test(value) ? MASKED : value;
}

/** An address without its user, its password and the parameters that are keys by their name. */
export function maskUrl(url: string): string {
  if (!URL.canParse(url)) return url;
  const parsed = new URL(url);
  const hasUser = parsed.username !== "" || parsed.password !== "";
  const query = parsed.search.slice(1).split("&");
  const masked = query.map((pair) => {
    const [name = ""] = pair.split("=", 1);
    return pair.includes("=") && SENSITIVE_NAME.test(decode(name)) ? `${name}=${MASKED}` : pair;
  });
  if (!hasUser && masked.join("&") === query.join("&")) return url;
  parsed.username = "";
  parsed.password = "";
  parsed.search = "";
  const { hash } = parsed;
  parsed.hash = "";
  const search = masked.join("&");
  return `${parsed.href}${search === "" ? "" : `?${search}`}${hash}`;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/**
 * RFC 9110, section 5.6.2: a field name is a token. The first character is narrower than the RFC allows, because
 * headers travel as object keys and `__proto__` would vanish there together with its signature.
 */
const TOKEN = /^[0-9A-Za-z][!#$%&'*+\-.^_`|~0-9A-Za-z]{0,99}$/;

/** Headers that frame the message or belong to the connection: a signature there would break the request itself. */
const FRAMING_HEADERS: ReadonlySet<string> = new Set([
  "connection",
  "content-encoding",
  "content-length",
  "content-type",
  "cookie",
  "date",
  "expect",
  "host",
  "keep-alive",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
  "via",
]);

export function isHeaderName(name: string): boolean {
  return TOKEN.test(name);
}

export function isFramingHeader(name: string): boolean {
  const lower = name.toLowerCase();
  return FRAMING_HEADERS.has(lower) || lower.startsWith("proxy-") || lower.startsWith("cf-");
}

/**
 * Printable ASCII only. A line break would let a template or an event id add headers of its own; anything above
 * ASCII is read differently by different receivers.
 */
export function isHeaderSafe(value: string): boolean {
  for (let i = 0; i < value.length; i += 1) {
    const code = value.charCodeAt(i);
    if (code < 0x20 || code > 0x7e) return false;
  }
  return true;
}

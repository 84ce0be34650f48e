import type { InboundRequest } from "./connector.ts";
import { exceedsDepth } from "./payload-slice.ts";

/** As for events that are posted: what stands behind may recurse. */
const MAX_DEPTH = 64;
const FORM = /^application\/x-www-form-urlencoded\b/i;

/**
 * The event's payload of a verified request, as JSON text. JSON stays as it was written, so that numbers keep their
 * digits; a form becomes an object; a request without a body is what its query says; anything else travels as
 * `{base64, contentType}`, byte for byte.
 */
export function inboundPayload(
  { url, headers, body }: InboundRequest,
  toBase64: (bytes: Uint8Array) => string,
  secretNames: ReadonlySet<string> = new Set(),
): string {
  if (body.byteLength === 0) return JSON.stringify(withoutSecrets(fieldsOf(queryOf(url)), secretNames));
  const contentType = headers.get("content-type") ?? null;
  const text = decode(body);
  if (text !== null && FORM.test(contentType ?? "")) return JSON.stringify(fieldsOf(text));
  const json = text === null ? null : asJson(text);
  return json ?? JSON.stringify({ base64: toBase64(body), contentType });
}

/** The fields of a form or query; one that comes several times is an array. */
export function fieldsOf(form: string): Record<string, string | string[]> {
  // Without a prototype, and defined rather than set: a field may be called __proto__.
  const fields = new Map<string, string | string[]>();
  for (const [name, value] of new URLSearchParams(form)) {
    const before = fields.get(name);
    if (before === undefined) fields.set(name, value);
    else if (Array.isArray(before)) before.push(value);
    else fields.set(name, [before, value]);
  }
  return Object.fromEntries(fields);
}

/** A key in the query is the source's, and nothing that its targets shall learn. */
function withoutSecrets<Value>(
  fields: Record<string, Value>,
  secretNames: ReadonlySet<string>,
): Record<string, Value> {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => !secretNames.has(name.toLowerCase())));
}

function queryOf(url: string): string {
  const start = url.indexOf("?");
  return start === -1 ? "" : (url.slice(start + 1).split("#", 1)[0] ?? "");
}

/** Not repaired: a replacement character would change what the provider said. */
function decode(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: false }).decode(bytes);
  } catch {
    return null;
  }
}

/** Too deep is not refused but passed on as bytes: the provider cannot mend it, and what is genuine is not lost. */
function asJson(text: string): string | null {
  if (exceedsDepth(text, MAX_DEPTH)) return null;
  try {
    JSON.parse(text);
    return text.trim();
  } catch {
    return null;
  }
}

import { Buffer } from "node:buffer";
import { reject } from "./checked.ts";

/** One field of a form, as the bytes it stands for: text would make different bytes alike. */
export interface FormField {
  readonly name: Uint8Array;
  readonly value: Uint8Array;
}

const PLUS = 0x2b;
const PERCENT = 0x25;
const AMPERSAND = 0x26;
const EQUALS = 0x3d;
const BLANK = 0x20;

function hexValue(byte: number | undefined): number {
  if (byte === undefined) return -1;
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const letter = byte | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : -1;
}

/** A `%` that no two hex digits follow stays, as in every browser's form decoder. */
function decodePart(part: Uint8Array): Uint8Array {
  const decoded = new Uint8Array(part.length);
  let length = 0;
  for (let at = 0; at < part.length; at++) {
    const byte = part[at] ?? 0;
    const high = byte === PERCENT ? hexValue(part[at + 1]) : -1;
    const low = byte === PERCENT ? hexValue(part[at + 2]) : -1;
    if (high >= 0 && low >= 0) {
      decoded[length++] = high * 16 + low;
      at += 2;
    } else {
      decoded[length++] = byte === PLUS ? BLANK : byte;
    }
  }
  return decoded.subarray(0, length);
}

/** Far above what any provider signs. Of a megabyte of `a&a&…` taking the fields apart takes seconds, for anybody who knows the address. */
const MAX_FIELDS = 2_000;

export function tooManyFields(body: Uint8Array): boolean {
  let fields = 1;
  for (let at = body.indexOf(AMPERSAND); at >= 0; at = body.indexOf(AMPERSAND, at + 1)) {
    fields += 1;
    if (fields > MAX_FIELDS) return true;
  }
  return false;
}

export const TOO_MANY_FIELDS = reject("malformed_body", `The form has more than ${MAX_FIELDS} fields.`);

/** The fields of an `application/x-www-form-urlencoded` body, in their order. */
export function parseForm(body: Uint8Array): readonly FormField[] {
  const fields: FormField[] = [];
  for (let start = 0; start < body.length; ) {
    const ampersand = body.indexOf(AMPERSAND, start);
    const end = ampersand < 0 ? body.length : ampersand;
    const part = body.subarray(start, end);
    start = end + 1;
    if (part.length === 0) continue;
    const equals = part.indexOf(EQUALS);
    fields.push({
      name: decodePart(equals < 0 ? part : part.subarray(0, equals)),
      value: decodePart(equals < 0 ? new Uint8Array() : part.subarray(equals + 1)),
    });
  }
  return fields;
}

/**
 * For `describe` and payloads: the fields as text. A name that came several times has its values in order. None of a form
 * with too many: a source that verifies nothing is asked, too.
 */
export function formTexts(body: Uint8Array): ReadonlyMap<string, readonly string[]> {
  const texts = new Map<string, string[]>();
  if (tooManyFields(body)) return texts;
  for (const { name, value } of parseForm(body)) {
    const key = Buffer.from(name).toString("utf8");
    const known = texts.get(key);
    if (known) known.push(Buffer.from(value).toString("utf8"));
    else texts.set(key, [Buffer.from(value).toString("utf8")]);
  }
  return texts;
}

export function isForm(contentType: string | undefined): boolean {
  return /^application\/x-www-form-urlencoded\s*(?:;|$)/i.test(contentType?.trim() ?? "");
}

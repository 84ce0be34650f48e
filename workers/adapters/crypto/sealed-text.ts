import { SecretUnavailable } from "#domain/secrets/secret-unavailable";
import type { SecretPlace } from "./secret-box.ts";

/**
 * A sealed secret as it is stored, base64url between dots:
 * `v2.<data key version>.<iv>.<ciphertext>` under the organization's data key, or
 * `v1.<key id>.<iv>.<ciphertext>` under a key-encryption key itself, from before there were data keys.
 */
export type SealedText =
  | { readonly format: 1; readonly keyId: string; readonly sealed: Sealed }
  | { readonly format: 2; readonly version: number; readonly sealed: Sealed };

interface Sealed {
  readonly iv: Uint8Array<ArrayBuffer>;
  readonly data: Uint8Array<ArrayBuffer>;
}

const SEALED = /^v(?:1\.([A-Za-z0-9_-]{1,32})|2\.([1-9]\d{0,8}))\.([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]+)$/;

/** @throws SecretUnavailable `damaged`; the text itself is not repeated. */
export function parseSealedText(text: string): SealedText {
  const [, keyId, version, iv, data] = SEALED.exec(text) ?? [];
  if (iv === undefined || data === undefined) {
    throw new SecretUnavailable("damaged", "A stored secret is malformed.");
  }
  const sealed = { iv: decode(iv), data: decode(data) };
  return keyId === undefined ? { format: 2, version: Number(version), sealed } : { format: 1, keyId, sealed };
}

const IV_BYTES = 12;

/** AES-256-GCM under a fresh random iv: `<iv>.<ciphertext>`. */
export async function encrypt(
  key: CryptoKey,
  plaintext: Uint8Array<ArrayBuffer>,
  additionalData: Uint8Array<ArrayBuffer>,
): Promise<string> {
  const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
  const data = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData }, key, plaintext);
  return `${encode(iv)}.${encode(new Uint8Array(data))}`;
}

/** @throws SecretUnavailable `damaged` when the key, the place or the text is not the one it was made with. */
export async function decrypt(
  key: CryptoKey,
  { iv, data }: Sealed,
  additionalData: Uint8Array<ArrayBuffer>,
): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return new Uint8Array(await crypto.subtle.decrypt({ name: "AES-GCM", iv, additionalData }, key, data));
  } catch {
    throw new SecretUnavailable("damaged", "A stored secret does not open where it lies, or was changed.");
  }
}

/** `<iv>.<ciphertext>` of a wrapped data key. */
export function parseWrapped(text: string): Sealed {
  const [iv = "", data = ""] = text.split(".");
  return { iv: decode(iv), data: decode(data) };
}

/** The place as JSON: joined by a separator, a row named `a|b` and a field of the row `a` could be the same text. */
export function bindPlace(place: SecretPlace, version: number): Uint8Array<ArrayBuffer> {
  return utf8(JSON.stringify(["secret", 2, place.orgId, place.table, place.row, place.field, version]));
}

/** How `v1` bound its place: read only, for what was sealed before. */
export function bindPlaceV1({ orgId, table, row, field }: SecretPlace): Uint8Array<ArrayBuffer> {
  return utf8([orgId, table, row, ...(field === "" ? [] : [field])].join("|"));
}

export function bindDataKey(orgId: string, version: number): Uint8Array<ArrayBuffer> {
  return utf8(JSON.stringify(["data key", 1, orgId, version]));
}

export function utf8(text: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(new TextEncoder().encode(text));
}

function encode(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("base64url");
}

function decode(text: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Buffer.from(text, "base64url"));
}

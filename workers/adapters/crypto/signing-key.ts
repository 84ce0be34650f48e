import { Buffer } from "node:buffer";
import { createPrivateKey, createPublicKey, type KeyObject, randomBytes } from "node:crypto";
import type { SecretKind } from "#domain/signing/signing-config";

const HMAC_PREFIX = "whsec_";
const TEXT_PREFIX = "utf8:";
const PRIVATE_PREFIX = "whsk_";
const PUBLIC_PREFIX = "whpk_";

/** Standard Webhooks: a secret has between 24 and 64 bytes. */
const MIN_SECRET_BYTES = 24;
const MAX_SECRET_BYTES = 64;
/** Text secrets come from other senders, whose rules are laxer. Below 8 characters guessing is practical. */
const MIN_TEXT_LENGTH = 8;
const MAX_TEXT_LENGTH = 256;

const SEED_BYTES = 32;
/** RFC 8410, section 7: what precedes the 32-byte seed in a PKCS#8 Ed25519 private key. */
const PKCS8_ED25519_HEADER = Buffer.from("302e020100300506032b657004220420", "hex");

/** A parsed secret, ready to sign. */
export type SigningKey =
  | { readonly kind: "hmac"; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly kind: "ed25519"; readonly privateKey: KeyObject };

export type GeneratedSecret =
  | { readonly kind: "hmac"; readonly value: string }
  /** `publicKey` (`whpk_…`) goes to the receivers; `value` never leaves the gateway. */
  | { readonly kind: "ed25519"; readonly value: string; readonly publicKey: string };

export type ImportedSecret =
  | ({ readonly ok: true } & GeneratedSecret)
  | { readonly ok: false; readonly reason: SecretFault; readonly message: string };

export type SecretFault =
  | "unknown_prefix"
  | "not_base64"
  | "wrong_length"
  | "key_mismatch"
  | "public_key_given";

/** A fresh secret: 32 random bytes, for HMAC or as the seed of an Ed25519 pair. */
export function generateSecret(kind: SecretKind): GeneratedSecret {
  const base64 = randomBytes(SEED_BYTES).toString("base64");
  switch (kind) {
    case "hmac":
      return { kind, value: HMAC_PREFIX + base64 };
    case "ed25519": {
      const value = PRIVATE_PREFIX + base64;
      return { kind, value, publicKey: publicKeyOf(value) };
    }
  }
}

/**
 * Check a secret that a team brings along, and put it into the one form the gateway stores.
 * `whsec_` takes 24 to 64 bytes; `whsk_` the 32-byte seed, or seed and public key together (64 bytes);
 * `utf8:` 8 to 256 characters that are the key themselves.
 */
export function importSecret(text: string): ImportedSecret {
  if (text.startsWith(TEXT_PREFIX)) return importText(text);
  if (text.startsWith(HMAC_PREFIX)) return importHmac(text);
  if (text.startsWith(PRIVATE_PREFIX)) return importPrivateKey(text);
  if (text.startsWith(PUBLIC_PREFIX)) {
    return refuse(
      "public_key_given",
      "whpk_ is the public half. Give the private key, which begins with whsk_.",
    );
  }
  return refuse(
    "unknown_prefix",
    "A secret begins with whsec_ or whsk_, or with utf8: when the text itself is the key.",
  );
}

/** The `whpk_…` that verifies what a `whsk_…` signs. Throws on any other secret. */
export function publicKeyOf(value: string): string {
  const key = parseSigningKey(value);
  if (key.kind !== "ed25519") throw new TypeError("Only an Ed25519 secret has a public key.");
  // The raw key is the tail of its SubjectPublicKeyInfo (RFC 8410, section 4).
  const spki = createPublicKey(key.privateKey).export({ format: "der", type: "spki" });
  return PUBLIC_PREFIX + spki.subarray(-32).toString("base64");
}

/** Read a stored secret. Throws on one that cannot be a key at all. */
export function parseSigningKey(value: string): SigningKey {
  if (value.startsWith(HMAC_PREFIX)) {
    return hmacKey(Buffer.from(value.slice(HMAC_PREFIX.length), "base64"));
  }
  if (value.startsWith(TEXT_PREFIX)) {
    return hmacKey(Buffer.from(value.slice(TEXT_PREFIX.length), "utf8"));
  }
  if (value.startsWith(PRIVATE_PREFIX)) {
    const seed = Buffer.from(value.slice(PRIVATE_PREFIX.length), "base64").subarray(0, SEED_BYTES);
    const key = Buffer.concat([PKCS8_ED25519_HEADER, seed]);
    return { kind: "ed25519", privateKey: createPrivateKey({ key, format: "der", type: "pkcs8" }) };
  }
  // The value itself must not appear here: errors end up in logs.
  throw new TypeError("A stored signing secret has an unknown prefix.");
}

/** An empty key makes signatures that anybody can make. */
function hmacKey(bytes: Uint8Array<ArrayBuffer>): SigningKey {
  if (bytes.length === 0) throw new TypeError("A stored signing secret is empty.");
  return { kind: "hmac", bytes };
}

function importText(text: string): ImportedSecret {
  const length = text.length - TEXT_PREFIX.length;
  if (length < MIN_TEXT_LENGTH || length > MAX_TEXT_LENGTH) {
    return refuse(
      "wrong_length",
      `A text secret has ${MIN_TEXT_LENGTH} to ${MAX_TEXT_LENGTH} characters, not ${length}.`,
    );
  }
  return { ok: true, kind: "hmac", value: text };
}

function importHmac(text: string): ImportedSecret {
  const bytes = decodeBase64(text.slice(HMAC_PREFIX.length));
  if (bytes === null) return notBase64(HMAC_PREFIX);
  if (bytes.length < MIN_SECRET_BYTES || bytes.length > MAX_SECRET_BYTES) {
    const bounds = `${MIN_SECRET_BYTES} to ${MAX_SECRET_BYTES} bytes`;
    return refuse("wrong_length", `A whsec_ secret has ${bounds} after decoding, not ${bytes.length}.`);
  }
  return { ok: true, kind: "hmac", value: HMAC_PREFIX + bytes.toString("base64") };
}

function importPrivateKey(text: string): ImportedSecret {
  const bytes = decodeBase64(text.slice(PRIVATE_PREFIX.length));
  if (bytes === null) return notBase64(PRIVATE_PREFIX);
  if (bytes.length !== SEED_BYTES && bytes.length !== 2 * SEED_BYTES) {
    return refuse("wrong_length", `A whsk_ key has 32 or 64 bytes after decoding, not ${bytes.length}.`);
  }
  const value = PRIVATE_PREFIX + bytes.subarray(0, SEED_BYTES).toString("base64");
  const publicKey = publicKeyOf(value);
  // A pair whose halves do not belong together would sign what no receiver can verify.
  if (
    bytes.length > SEED_BYTES &&
    publicKey !== PUBLIC_PREFIX + bytes.subarray(SEED_BYTES).toString("base64")
  ) {
    return refuse("key_mismatch", "The public half of this key does not belong to its private half.");
  }
  return { ok: true, kind: "ed25519", value, publicKey };
}

/** Standard base64, padded or not. `Buffer.from` alone skips what it does not know, and would take a typo for a key. */
function decodeBase64(text: string): Buffer | null {
  const digits = text.replace(/={1,2}$/, "");
  const bytes = Buffer.from(digits, "base64");
  return bytes.toString("base64").replace(/={1,2}$/, "") === digits ? bytes : null;
}

function notBase64(prefix: string): ImportedSecret {
  return refuse(
    "not_base64",
    `What follows ${prefix} is not base64. Use utf8: when the text itself is the key.`,
  );
}

function refuse(reason: SecretFault, message: string): ImportedSecret {
  return { ok: false, reason, message };
}

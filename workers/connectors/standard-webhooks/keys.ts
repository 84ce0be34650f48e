import { Buffer } from "node:buffer";
import { createPublicKey, type KeyObject } from "node:crypto";
import { decodeBase64 } from "../primitives/encodings.ts";

/** What the stored secrets verify with: HMAC keys for v1, Ed25519 public keys for v1a. */
export interface Keys {
  readonly symmetric: readonly Uint8Array[];
  readonly publicKeys: readonly KeyObject[];
}

/** SubjectPublicKeyInfo of an Ed25519 key: these bytes, then the key's own 32. */
const ED25519_PREFIX = Buffer.from("302a300506032b6570032100", "hex");
const ED25519_BYTES = 32;

/** `whsec_<base64>` or bare base64 are HMAC keys, `whpk_<base64>` public keys. What is neither is left out, as an empty key is. */
export function readKeys(secrets: readonly string[], format: string | undefined): Keys {
  const symmetric: Uint8Array[] = [];
  const publicKeys: KeyObject[] = [];
  for (const secret of secrets) {
    const text = secret.trim();
    if (text.startsWith("whpk_")) {
      const raw = decodeBase64(text.slice("whpk_".length));
      if (raw?.length === ED25519_BYTES) publicKeys.push(ed25519(raw));
    } else if (format === "raw") {
      symmetric.push(Buffer.from(secret, "utf8"));
    } else {
      const key = decodeBase64(text.startsWith("whsec_") ? text.slice("whsec_".length) : text);
      if (key !== null) symmetric.push(key);
    }
  }
  return { symmetric, publicKeys };
}

function ed25519(raw: Uint8Array): KeyObject {
  return createPublicKey({ key: Buffer.concat([ED25519_PREFIX, raw]), format: "der", type: "spki" });
}

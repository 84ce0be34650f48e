import { Buffer } from "node:buffer";
import { createPublicKey, type KeyObject, verify } from "node:crypto";
import type { Verification, VerifyInput } from "#domain/ingress/connector";
import { reject } from "../primitives/checked.ts";
import { SIGNATURE_MISMATCH } from "../primitives/compare.ts";
import { decodeBase64 } from "../primitives/encodings.ts";
import { readHeader } from "../primitives/headers.ts";
import { requireSecrets } from "../primitives/secrets.ts";
import { checkTolerance, parseUnixSeconds } from "../primitives/timestamps.ts";

/** ECDSA P-256 with SHA-256 over `<timestamp><body>`, as DER. The stored "secret" is SendGrid's public verification key. */
export function verifySendgrid(input: VerifyInput): Verification {
  const stored = requireSecrets(input.secrets);
  if (stored.kind === "rejected") return stored;
  const keys = stored.value.map(readKey).filter((key) => key !== null);
  if (keys.length === 0) {
    return reject(
      "no_secret_configured",
      "The stored verification key is not a P-256 public key in base64 or PEM.",
    );
  }
  const header = readHeader(input.request, "X-Twilio-Email-Event-Webhook-Signature");
  if (header.kind === "rejected") return header;
  const seconds = readHeader(input.request, "X-Twilio-Email-Event-Webhook-Timestamp");
  if (seconds.kind === "rejected") return seconds;
  const timestamp = parseUnixSeconds(seconds.value);
  if (timestamp.kind === "rejected") return timestamp;

  const signature = decodeBase64(header.value);
  // A DER sequence of two numbers of at most 33 bytes each.
  if (signature === null || signature[0] !== 0x30 || signature.length < 8 || signature.length > 72) {
    return reject("malformed_signature", "The signature is not an ECDSA signature (DER) in base64.");
  }
  const content = Buffer.concat([Buffer.from(seconds.value, "utf8"), input.request.body]);
  const fits = keys.filter((key) => verify("sha256", content, key, signature)).length > 0;
  return fits ? checkTolerance(timestamp.value, input) : SIGNATURE_MISMATCH;
}

/** Null for what is no key: one that was stored wrong must not lock out the right one beside it. */
function readKey(text: string): KeyObject | null {
  const base64 = text.replace(/-----(BEGIN|END) PUBLIC KEY-----/g, "").replace(/\s+/g, "");
  const der = decodeBase64(base64);
  if (der === null || !isP256(der)) return null;
  try {
    return createPublicKey({ key: Buffer.from(der), format: "der", type: "spki" });
  } catch {
    return null;
  }
}

/** SubjectPublicKeyInfo of an uncompressed P-256 point: the same 26 bytes in front of every key. */
const P256_PREFIX = Buffer.from("3059301306072a8648ce3d020106082a8648ce3d030107034200", "hex");

function isP256(der: Uint8Array): boolean {
  return der.length === P256_PREFIX.length + 65 && P256_PREFIX.equals(der.subarray(0, P256_PREFIX.length));
}

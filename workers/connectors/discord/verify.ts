import { Buffer } from "node:buffer";
import { createPublicKey, type KeyObject, verify } from "node:crypto";
import type { ChallengeAnswer, Verification, VerifyInput } from "#domain/ingress/connector";
import { reject } from "../primitives/checked.ts";
import { SIGNATURE_MISMATCH } from "../primitives/compare.ts";
import { decodeHex } from "../primitives/encodings.ts";
import { readHeader } from "../primitives/headers.ts";
import { at, jsonOf } from "../primitives/json.ts";
import { requireSecrets } from "../primitives/secrets.ts";
import { checkTolerance, parseUnixSeconds } from "../primitives/timestamps.ts";

/** Ed25519 over `<timestamp><body>`, with the application's public key. */
export function verifyDiscord(input: VerifyInput): Verification {
  const { request, now, toleranceMs } = input;
  const usable = requireSecrets(input.secrets);
  if (usable.kind === "rejected") return usable;
  const keys = usable.value.map(readPublicKey).filter((key) => key !== null);
  if (keys.length === 0) {
    return reject("no_secret_configured", "The public key is not 64 hexadecimal characters.");
  }
  const header = readHeader(request, "X-Signature-Ed25519");
  if (header.kind === "rejected") return header;
  const seconds = readHeader(request, "X-Signature-Timestamp");
  if (seconds.kind === "rejected") return seconds;
  const signature = decodeHex(header.value);
  if (signature?.length !== 64) {
    return reject("malformed_signature", "The signature is not 64 bytes in hex.");
  }
  const timestamp = parseUnixSeconds(seconds.value);
  if (timestamp.kind === "rejected") return timestamp;

  const signed = Buffer.concat([Buffer.from(seconds.value, "utf8"), request.body]);
  if (!keys.some((key) => verify(null, signed, key, signature))) return SIGNATURE_MISMATCH;
  const fresh = checkTolerance(timestamp.value, { now, toleranceMs });
  return fresh.kind === "verified" ? (answerPing(request.body) ?? fresh) : fresh;
}

function readPublicKey(text: string): KeyObject | null {
  const bytes = decodeHex(text.trim());
  if (bytes?.length !== 32) return null;
  const x = Buffer.from(bytes).toString("base64url");
  return createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x }, format: "jwk" });
}

/**
 * Discord saves an address only after it answered its PING, and asks again with wrong signatures to see them refused.
 * The two products number differently: of webhook events 0 is the PING, of interactions 1 is, and 1 with `event` is an event.
 */
function answerPing(body: Uint8Array): ChallengeAnswer | null {
  const message = jsonOf(body);
  const type = at(message, "type");
  if (type === 0) return { kind: "challenge", status: 204, contentType: "application/json", body: "" };
  if (type !== 1 || at(message, "event") !== undefined) return null;
  return { kind: "challenge", status: 200, contentType: "application/json", body: '{"type":1}' };
}

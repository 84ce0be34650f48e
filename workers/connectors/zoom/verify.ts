import { Buffer } from "node:buffer";
import type { Verification, VerifyInput } from "#domain/ingress/connector";
import { reject } from "../primitives/checked.ts";
import { anyMatches, SIGNATURE_MISMATCH } from "../primitives/compare.ts";
import { readHeader } from "../primitives/headers.ts";
import { hmac } from "../primitives/hmac.ts";
import { at, jsonOf, textAt } from "../primitives/json.ts";
import { requireSecrets } from "../primitives/secrets.ts";
import { readSignature } from "../primitives/signed-header.ts";
import { checkTolerance, parseUnixSeconds } from "../primitives/timestamps.ts";

const SCHEME = { header: "x-zm-signature", prefix: "v0=", algorithm: "sha256", encoding: "hex" } as const;
/** Zoom's are 22 characters. */
const MAX_TOKEN_CHARACTERS = 512;

/** `x-zm-signature: v0=<hex>`, the HMAC-SHA256 of `v0:<timestamp>:<body>`. */
export function verifyZoom(input: VerifyInput): Verification {
  const { request, now, toleranceMs } = input;
  const secrets = requireSecrets(input.secrets);
  if (secrets.kind === "rejected") return secrets;
  const signature = readSignature(input, SCHEME);
  if (signature.kind === "rejected") return signature;
  const seconds = readHeader(request, "x-zm-request-timestamp");
  if (seconds.kind === "rejected") return seconds;
  const timestamp = parseUnixSeconds(seconds.value);
  if (timestamp.kind === "rejected") return timestamp;

  const [secret] = secrets.value.filter((candidate) => {
    const expected = hmac("sha256", candidate, [`v0:${seconds.value}:`, request.body]);
    return anyMatches([expected], [signature.value]);
  });
  if (secret === undefined) return SIGNATURE_MISMATCH;
  const fresh = checkTolerance(timestamp.value, { now, toleranceMs });
  return fresh.kind === "verified" ? answerValidation(request.body, secret, fresh) : fresh;
}

/**
 * Zoom asks whether we know the secret, by having us sign a token: when an address is saved and every 72 hours. The
 * same secret signs the events, so answering an unsigned question would sign whatever a stranger asks for.
 */
function answerValidation(body: Uint8Array, secret: string, verified: Verification): Verification {
  const message = jsonOf(body);
  if (at(message, "event") !== "endpoint.url_validation") return verified;
  const plainToken = textAt(message, "payload", "plainToken");
  if (plainToken === null || plainToken.length > MAX_TOKEN_CHARACTERS) {
    return reject("malformed_body", "endpoint.url_validation without a usable payload.plainToken.");
  }
  const encryptedToken = Buffer.from(hmac("sha256", secret, [plainToken])).toString("hex");
  return {
    kind: "challenge",
    status: 200,
    contentType: "application/json",
    body: JSON.stringify({ plainToken, encryptedToken }),
  };
}

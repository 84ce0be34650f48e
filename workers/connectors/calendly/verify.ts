import type { Verification, VerifyInput } from "#domain/ingress/connector";
import { reject } from "../primitives/checked.ts";
import { compareSignatures, TOO_MANY_SIGNATURES, tooManySignatures } from "../primitives/compare.ts";
import { decodeHex } from "../primitives/encodings.ts";
import { readHeader } from "../primitives/headers.ts";
import { hmac } from "../primitives/hmac.ts";
import { parsePairs, valuesOf } from "../primitives/pairs.ts";
import { requireSecrets } from "../primitives/secrets.ts";
import { checkTolerance, parseUnixSeconds } from "../primitives/timestamps.ts";

const HEADER = "Calendly-Webhook-Signature";

/** `Calendly-Webhook-Signature: t=<seconds>,v1=<hex>`; v1 is the HMAC-SHA256 of `<t>.<body>`. */
export function verifyCalendly({ request, secrets, now, toleranceMs }: VerifyInput): Verification {
  const usable = requireSecrets(secrets);
  if (usable.kind === "rejected") return usable;
  const header = readHeader(request, HEADER);
  if (header.kind === "rejected") return header;
  const pairs = parsePairs(header.value);
  if (pairs.kind === "rejected") return pairs;
  const [seconds, second] = valuesOf(pairs.value, "t");
  // With two timestamps the signed one and the checked one could differ.
  if (seconds === undefined || second !== undefined) {
    return reject("malformed_header", `${HEADER} must hold one timestamp (t=).`);
  }
  const timestamp = parseUnixSeconds(seconds);
  if (timestamp.kind === "rejected") return timestamp;
  const signatures = valuesOf(pairs.value, "v1");
  if (signatures.length === 0) return reject("no_supported_scheme", `${HEADER} holds no v1 signature.`);
  if (tooManySignatures(signatures.length)) return TOO_MANY_SIGNATURES;
  const given = signatures.map(decodeHex).filter((signature) => signature !== null);
  if (given.length === 0) return reject("malformed_signature", "No v1 signature is hex.");
  const expected = usable.value.map((secret) => hmac("sha256", secret, [`${seconds}.`, request.body]));
  const compared = compareSignatures(expected, given);
  return compared.kind === "verified" ? checkTolerance(timestamp.value, { now, toleranceMs }) : compared;
}

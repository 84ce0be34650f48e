import type { Verification, VerifyInput } from "#domain/ingress/connector";
import { reject } from "./checked.ts";
import { compareSignatures, TOO_MANY_SIGNATURES, tooManySignatures } from "./compare.ts";
import { decodeHex } from "./encodings.ts";
import { readHeader } from "./headers.ts";
import { hmac } from "./hmac.ts";
import { parsePairs, valuesOf } from "./pairs.ts";
import { requireSecrets } from "./secrets.ts";
import { checkTolerance, parseUnixSeconds } from "./timestamps.ts";

export interface TimestampedPairs {
  readonly header: string;
  readonly separator: "," | ";";
  readonly timestampKey: string;
  readonly signatureKey: string;
  /** Between the timestamp and the body in what is signed. */
  readonly delimiter: string;
}

/** One header with a timestamp and hex HMAC-SHA256 signatures in it, several while the provider rotates: `t=…,v1=…,v1=…`. */
export function verifyTimestampedPairs(input: VerifyInput, scheme: TimestampedPairs): Verification {
  const secrets = requireSecrets(input.secrets);
  if (secrets.kind === "rejected") return secrets;
  const header = readHeader(input.request, scheme.header);
  if (header.kind === "rejected") return header;
  const pairs = parsePairs(header.value, scheme.separator);
  if (pairs.kind === "rejected") return pairs;

  const [seconds = "", second] = valuesOf(pairs.value, scheme.timestampKey);
  // With two timestamps, the one that is signed and the one that is checked could differ.
  if (second !== undefined) {
    return reject("malformed_header", `${scheme.header} holds two timestamps (${scheme.timestampKey}=).`);
  }
  const timestamp = parseUnixSeconds(seconds);
  if (timestamp.kind === "rejected") return timestamp;

  if (tooManySignatures(pairs.value.length - 1)) return TOO_MANY_SIGNATURES;
  const signatures = valuesOf(pairs.value, scheme.signatureKey);
  if (signatures.length === 0) {
    return reject("no_supported_scheme", `${scheme.header} holds no ${scheme.signatureKey} signature.`);
  }
  // What is no hex fits nothing; beside it a right one may stand.
  const given = signatures.map(decodeHex).filter((signature) => signature !== null);
  const content = [seconds, scheme.delimiter, input.request.body];
  const expected = secrets.value.map((secret) => hmac("sha256", secret, content));
  const compared = compareSignatures(expected, given);
  return compared.kind === "verified" ? checkTolerance(timestamp.value, input) : compared;
}

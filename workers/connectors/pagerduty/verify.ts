import type { Verification, VerifyInput } from "#domain/ingress/connector";
import { reject } from "../primitives/checked.ts";
import { compareSignatures, TOO_MANY_SIGNATURES, tooManySignatures } from "../primitives/compare.ts";
import { decodeHex } from "../primitives/encodings.ts";
import { readHeader } from "../primitives/headers.ts";
import { hmac } from "../primitives/hmac.ts";
import { parsePairs, valuesOf } from "../primitives/pairs.ts";
import { requireSecrets } from "../primitives/secrets.ts";

const HEADER = "X-PagerDuty-Signature";

/** `X-PagerDuty-Signature: v1=<hex>,v1=<hex>`, the HMAC-SHA256 of the body; two while PagerDuty rotates its secret. */
export function verifyPagerduty({ request, secrets }: VerifyInput): Verification {
  const usable = requireSecrets(secrets);
  if (usable.kind === "rejected") return usable;
  const header = readHeader(request, HEADER);
  if (header.kind === "rejected") return header;
  const pairs = parsePairs(header.value);
  if (pairs.kind === "rejected") return pairs;
  if (tooManySignatures(pairs.value.length)) return TOO_MANY_SIGNATURES;
  const signatures = valuesOf(pairs.value, "v1");
  if (signatures.length === 0) return reject("no_supported_scheme", `${HEADER} holds no v1 signature.`);
  const given = signatures.map(decodeHex).filter((signature) => signature !== null);
  if (given.length === 0) return reject("malformed_signature", "No v1 signature is hex.");
  return compareSignatures(
    usable.value.map((secret) => hmac("sha256", secret, [request.body])),
    given,
  );
}

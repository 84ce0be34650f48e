import type { Verification, VerifyInput } from "#domain/ingress/connector";
import { reject } from "../primitives/checked.ts";
import { compareSignatures, MAX_SIGNATURES } from "../primitives/compare.ts";
import { decodeBase64 } from "../primitives/encodings.ts";
import { readHeader } from "../primitives/headers.ts";
import { hmac } from "../primitives/hmac.ts";
import { requireSecrets } from "../primitives/secrets.ts";

const PREFIX = "X-DocuSign-Signature-";

/** `X-DocuSign-Signature-1: <base64>`, and -2, -3 …: the HMAC-SHA256 of the body, once with each key of the account. */
export function verifyDocusign({ request, secrets }: VerifyInput): Verification {
  const usable = requireSecrets(secrets);
  if (usable.kind === "rejected") return usable;
  const given: Uint8Array[] = [];
  // One more than are compared, so that too many are told from just enough.
  for (let number = 1; number <= MAX_SIGNATURES + 1; number++) {
    const name = `${PREFIX}${number}`;
    if (number > 1 && !request.headers.has(name.toLowerCase())) break;
    const header = readHeader(request, name);
    if (header.kind === "rejected") return header;
    const signature = decodeBase64(header.value);
    if (signature?.length !== 32) return reject("malformed_signature", `${name} is not 32 bytes in base64.`);
    given.push(signature);
  }
  return compareSignatures(
    usable.value.map((secret) => hmac("sha256", secret, [request.body])),
    given,
  );
}

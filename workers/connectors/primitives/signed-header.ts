import type { Verification, VerifyInput } from "#domain/ingress/connector";
import { type Checked, ok, reject } from "./checked.ts";
import { compareSignatures } from "./compare.ts";
import { decodeSignature, type SignatureEncoding } from "./encodings.ts";
import { readHeader } from "./headers.ts";
import { DIGEST_BYTES, type HmacAlgorithm, hmac, type SignedContent } from "./hmac.ts";
import { requireSecrets } from "./secrets.ts";

export interface SignedHeader {
  readonly header: string;
  /** What stands in front of the signature: `sha256=`. */
  readonly prefix?: string;
  readonly algorithm: HmacAlgorithm;
  readonly encoding: SignatureEncoding;
}

/** A header that holds exactly one signature. */
export function readSignature({ request }: VerifyInput, scheme: SignedHeader): Checked<Uint8Array> {
  const header = readHeader(request, scheme.header);
  if (header.kind === "rejected") return header;
  const prefix = scheme.prefix ?? "";
  if (!header.value.startsWith(prefix)) {
    return reject("malformed_header", `The header ${scheme.header} does not begin with ${prefix}`);
  }
  const signature = decodeSignature(header.value.slice(prefix.length), scheme.encoding);
  const bytes = DIGEST_BYTES[scheme.algorithm];
  if (signature?.length !== bytes) {
    return reject("malformed_signature", `The signature is not ${bytes} bytes in ${scheme.encoding}.`);
  }
  return ok(signature);
}

/** The commonest scheme: one HMAC in one header. `content` gives what is signed, the raw body if nothing else is said. */
export function verifySignedHeader(
  input: VerifyInput,
  scheme: SignedHeader,
  content: SignedContent = [input.request.body],
): Verification {
  const secrets = requireSecrets(input.secrets);
  if (secrets.kind === "rejected") return secrets;
  const signature = readSignature(input, scheme);
  if (signature.kind === "rejected") return signature;
  const expected = secrets.value.map((secret) => hmac(scheme.algorithm, secret, content));
  return compareSignatures(expected, [signature.value]);
}

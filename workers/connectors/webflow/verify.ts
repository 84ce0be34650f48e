import type { Verification, VerifyInput } from "#domain/ingress/connector";
import { compareSignatures } from "../primitives/compare.ts";
import { readHeader } from "../primitives/headers.ts";
import { hmac } from "../primitives/hmac.ts";
import { requireSecrets } from "../primitives/secrets.ts";
import { readSignature } from "../primitives/signed-header.ts";
import { checkTolerance, parseUnixMilliseconds } from "../primitives/timestamps.ts";

const SCHEME = { header: "x-webflow-signature", algorithm: "sha256", encoding: "hex" } as const;

/** `x-webflow-signature: <hex>`, the HMAC-SHA256 of `<timestamp in milliseconds>:<body>`. */
export function verifyWebflow(input: VerifyInput): Verification {
  const { request, now, toleranceMs } = input;
  const secrets = requireSecrets(input.secrets);
  if (secrets.kind === "rejected") return secrets;
  const signature = readSignature(input, SCHEME);
  if (signature.kind === "rejected") return signature;
  const milliseconds = readHeader(request, "x-webflow-timestamp");
  if (milliseconds.kind === "rejected") return milliseconds;
  const timestamp = parseUnixMilliseconds(milliseconds.value);
  if (timestamp.kind === "rejected") return timestamp;
  const content = [`${milliseconds.value}:`, request.body];
  const compared = compareSignatures(
    secrets.value.map((secret) => hmac("sha256", secret, content)),
    [signature.value],
  );
  return compared.kind === "verified" ? checkTolerance(timestamp.value, { now, toleranceMs }) : compared;
}

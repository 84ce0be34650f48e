import { crc32 } from "node:zlib";
import type { Verification, VerifyInput } from "#domain/ingress/connector";
import { checkCertificate, rsaVerifies } from "../primitives/certificates.ts";
import { reject, VERIFIED } from "../primitives/checked.ts";
import { SIGNATURE_MISMATCH } from "../primitives/compare.ts";
import { decodeBase64 } from "../primitives/encodings.ts";
import { readHeader } from "../primitives/headers.ts";
import { parseRfc3339 } from "../primitives/rfc3339.ts";
import { requireSecrets } from "../primitives/secrets.ts";
import { checkTolerance } from "../primitives/timestamps.ts";
import { certificateUrl } from "./certificate-url.ts";

/** messageverificationcerts.paypal.com, or messageverificationcerts.sandbox.paypal.com. */
const SIGNER = /^messageverificationcerts(?:\.[a-z0-9-]+)*\.paypal\.com$/;

const HEADERS = {
  signature: "Paypal-Transmission-Sig",
  id: "Paypal-Transmission-Id",
  time: "Paypal-Transmission-Time",
  certUrl: "Paypal-Cert-Url",
  algorithm: "Paypal-Auth-Algo",
} as const;

/** `SHA256withRSA` over `<transmission id>|<transmission time>|<webhook id>|<crc32 of the body>`. */
export async function verifyPaypal(input: VerifyInput): Promise<Verification> {
  const { request, now, toleranceMs, fetchText } = input;
  const webhookIds = requireSecrets(input.secrets);
  if (webhookIds.kind === "rejected") return webhookIds;

  const encoded = readHeader(request, HEADERS.signature);
  if (encoded.kind === "rejected") return encoded;
  const id = readHeader(request, HEADERS.id);
  if (id.kind === "rejected") return id;
  const time = readHeader(request, HEADERS.time);
  if (time.kind === "rejected") return time;
  const certUrl = readHeader(request, HEADERS.certUrl);
  if (certUrl.kind === "rejected") return certUrl;
  const algorithm = readHeader(request, HEADERS.algorithm);
  if (algorithm.kind === "rejected") return algorithm;

  if (algorithm.value !== "SHA256withRSA") {
    return reject("no_supported_scheme", "Only SHA256withRSA is verified.");
  }
  const signature = decodeBase64(encoded.value);
  if (signature === null) return reject("malformed_signature", "The signature is not base64.");
  const sentAt = parseRfc3339(time.value);
  if (sentAt.kind === "rejected") return sentAt;
  // Before the certificate: a stranger shall not make the gateway fetch anything for a request that is refused anyway.
  const fresh = checkTolerance(sentAt.value, { now, toleranceMs });
  if (fresh.kind !== "verified") return fresh;
  const url = certificateUrl(certUrl.value);
  if (url === null)
    return reject("malformed_header", `${HEADERS.certUrl} is not an address of PayPal's certificates.`);

  const pem = await fetchText(url);
  if (pem === null) return reject("key_unavailable", "PayPal's certificate cannot be had now.");
  const certificate = checkCertificate(pem, { now, name: SIGNER });
  if (certificate.kind === "rejected") return certificate;
  const { publicKey } = certificate.value;
  const matches = webhookIds.value.some((webhookId) => {
    const message = `${id.value}|${time.value}|${webhookId.trim()}|${crc32(request.body)}`;
    return rsaVerifies(publicKey, "sha256", message, signature);
  });
  return matches ? VERIFIED : SIGNATURE_MISMATCH;
}

import type { Verification, VerifyInput } from "#domain/ingress/connector";
import { checkCertificate, rsaVerifies } from "../primitives/certificates.ts";
import { reject, VERIFIED } from "../primitives/checked.ts";
import { SIGNATURE_MISMATCH } from "../primitives/compare.ts";
import { decodeBase64 } from "../primitives/encodings.ts";
import { parseRfc3339 } from "../primitives/rfc3339.ts";
import { requireSecrets } from "../primitives/secrets.ts";
import { checkTolerance } from "../primitives/timestamps.ts";
import { certificateUrl, SIGNER, subscribeUrl } from "./addresses.ts";
import { readMessage, type SnsMessage } from "./message.ts";

/** RSA over the message's fields, with the certificate that SNS publishes. Version 1 is SHA-1, version 2 SHA-256. */
export async function verifySns(input: VerifyInput): Promise<Verification> {
  const { request, settings, now, toleranceMs, fetchText } = input;
  const topics = requireSecrets(input.secrets);
  if (topics.kind === "rejected") return topics;
  if (request.headers.get("x-amz-sns-rawdelivery") === "true") {
    return reject(
      "no_supported_scheme",
      "Raw message delivery is not signed. Turn it off for this subscription.",
    );
  }
  const read = readMessage(request.body);
  if (read.kind === "rejected") return read;
  const message = read.value;

  // AWS signs for everybody who has a topic. What tells our topic from a stranger's is its name alone.
  if (!topics.value.some((topic) => topic.trim() === message.topicArn)) {
    return reject("signature_mismatch", "The message is of a topic that the source does not expect.");
  }
  const { signatureVersion } = message;
  if (signatureVersion !== "2" && (signatureVersion !== "1" || settings.signatureVersion === "2")) {
    return reject("no_supported_scheme", "The SignatureVersion is not one that the source takes.");
  }
  const signature = decodeBase64(message.signature);
  if (signature === null) return reject("malformed_signature", "The Signature is not base64.");
  const sentAt = parseRfc3339(message.timestamp);
  if (sentAt.kind === "rejected") return sentAt;
  // Before the certificate: a stranger shall not make the gateway fetch anything for a request that is refused anyway.
  const fresh = checkTolerance(sentAt.value, { now, toleranceMs });
  if (fresh.kind !== "verified") return fresh;
  const url = certificateUrl(message.signingCertUrl, message.topicArn);
  if (url === null) {
    return reject("malformed_body", "SigningCertURL is not an address of SNS in the topic's region.");
  }

  const pem = await fetchText(url);
  if (pem === null) return reject("key_unavailable", "The certificate of SNS cannot be had now.");
  const certificate = checkCertificate(pem, { now, name: SIGNER });
  if (certificate.kind === "rejected") return certificate;
  const hash = signatureVersion === "1" ? "sha1" : "sha256";
  if (!rsaVerifies(certificate.value.publicKey, hash, message.signedText, signature))
    return SIGNATURE_MISMATCH;
  return message.type === "SubscriptionConfirmation" ? confirm(message) : VERIFIED;
}

function confirm({ subscribeUrl: address, topicArn, token }: SnsMessage): Verification {
  const confirmUrl = subscribeUrl(address ?? "", topicArn, token ?? "");
  if (confirmUrl === null) {
    return reject("malformed_body", "SubscribeURL does not confirm this subscription, or not at SNS.");
  }
  return { kind: "challenge", status: 200, contentType: "text/plain", body: "", confirmUrl };
}

import { createHash } from "node:crypto";
import type { Verification, VerifyInput } from "#domain/ingress/connector";
import { reject } from "../primitives/checked.ts";
import { compareSignatures } from "../primitives/compare.ts";
import { readHeader } from "../primitives/headers.ts";
import { hmac, type SignedContent } from "../primitives/hmac.ts";
import { parseJson } from "../primitives/json.ts";
import { requireSecrets } from "../primitives/secrets.ts";
import { readSignature } from "../primitives/signed-header.ts";
import { checkTolerance, parseUnixMilliseconds } from "../primitives/timestamps.ts";
import { signedUri } from "./signed-uri.ts";

const V3 = { header: "X-HubSpot-Signature-v3", algorithm: "sha256", encoding: "base64" } as const;
const LEGACY = { header: "X-HubSpot-Signature", algorithm: "sha256", encoding: "hex" } as const;

/**
 * HubSpot sends old signatures beside the new one. Only what the operator chose counts: v1 signs neither the address
 * nor the time, so whoever chose v3 must not get it.
 */
export function verifyHubspot(input: VerifyInput): Verification {
  switch (input.settings.signatureVersion) {
    case "v1":
      return verifyLegacy(input, [input.request.body]);
    case "v2":
      return verifyLegacy(input, [input.request.method, calledUri(input), input.request.body]);
    default:
      return verifyV3(input);
  }
}

/** HubSpot signs the address it was given, which is another one when something stands in front of the gateway. */
function calledUri({ settings, request }: VerifyInput): string {
  return settings.webhookUrl?.trim() || request.url;
}

/** HMAC-SHA256 of method, URI, body and timestamp, in base64. */
function verifyV3(input: VerifyInput): Verification {
  const { request, now, toleranceMs } = input;
  const secrets = requireSecrets(input.secrets);
  if (secrets.kind === "rejected") return secrets;
  const signature = readSignature(input, V3);
  if (signature.kind === "rejected") return signature;
  const milliseconds = readHeader(request, "X-HubSpot-Request-Timestamp");
  if (milliseconds.kind === "rejected") return milliseconds;
  const timestamp = parseUnixMilliseconds(milliseconds.value);
  if (timestamp.kind === "rejected") return timestamp;

  const content = [request.method, signedUri(calledUri(input)), request.body, milliseconds.value];
  const expected = secrets.value.map((secret) => hmac("sha256", secret, content));
  const compared = compareSignatures(expected, [signature.value]);
  if (compared.kind !== "verified") return compared;
  return checkTolerance(timestamp.value, { now, toleranceMs });
}

/**
 * v1 and v2 are no HMAC: the SHA-256 of the secret followed by what is signed, in hex. So whoever recorded one can go on
 * from there and sign the same text with SHA-256's padding and anything else behind it. The padding begins with the byte
 * 0x80, which no UTF-8 has behind the end of a JSON text: a body that is JSON was not lengthened.
 */
function verifyLegacy(input: VerifyInput, content: SignedContent): Verification {
  const secrets = requireSecrets(input.secrets);
  if (secrets.kind === "rejected") return secrets;
  const signature = readSignature(input, LEGACY);
  if (signature.kind === "rejected") return signature;
  const expected = secrets.value.map((secret) => {
    const hash = createHash("sha256").update(secret, "utf8");
    for (const part of content) {
      if (typeof part === "string") hash.update(part, "utf8");
      else hash.update(part);
    }
    return hash.digest();
  });
  const compared = compareSignatures(expected, [signature.value]);
  const { body } = input.request;
  // Without a body the text ends with the URL, and that is ASCII: no 0x80 there either.
  if (compared.kind !== "verified" || body.byteLength === 0 || parseJson(body).kind === "json")
    return compared;
  return reject(
    "malformed_body",
    "With the old signatures only a body that is JSON in UTF-8 proves anything.",
  );
}

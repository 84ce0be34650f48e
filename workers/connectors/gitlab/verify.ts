import type { Verification, VerifyInput } from "#domain/ingress/connector";
import { reject } from "../primitives/checked.ts";
import { compareSignatures, TOO_MANY_SIGNATURES, tooManySignatures } from "../primitives/compare.ts";
import { decodeBase64 } from "../primitives/encodings.ts";
import { readHeader } from "../primitives/headers.ts";
import { hmac } from "../primitives/hmac.ts";
import { requireSecrets } from "../primitives/secrets.ts";
import { compareToken } from "../primitives/shared-token.ts";
import { checkTolerance, parseUnixSeconds } from "../primitives/timestamps.ts";

/**
 * Which of the two must be right is the operator's choice and never the request's: a request that brings only the
 * token must not get past a source that was set up for signatures.
 */
export function verifyGitlab(input: VerifyInput): Verification {
  return input.settings.scheme === "token" ? verifyToken(input) : verifySignature(input);
}

/** GitLab sends the secret token as it is. It proves who sends, and nothing about the body or the time. */
function verifyToken({ request, secrets }: VerifyInput): Verification {
  const usable = requireSecrets(secrets);
  if (usable.kind === "rejected") return usable;
  const token = readHeader(request, "X-Gitlab-Token");
  if (token.kind === "rejected") return token;
  return compareToken(usable.value, token.value);
}

/** A signing token (`whsec_…`) signs as Standard Webhooks do: HMAC-SHA256 of `<webhook-id>.<webhook-timestamp>.<body>`. */
function verifySignature({ request, secrets, now, toleranceMs }: VerifyInput): Verification {
  const usable = requireSecrets(secrets);
  if (usable.kind === "rejected") return usable;
  const keys = usable.value.map(readSigningToken).filter((key) => key !== null);
  if (keys.length === 0) {
    return reject(
      "no_secret_configured",
      "The secret is no signing token (whsec_…). Is it a secret token? Then set the scheme to token.",
    );
  }
  const header = readHeader(request, "webhook-signature");
  if (header.kind === "rejected") return header;
  const id = readHeader(request, "webhook-id");
  if (id.kind === "rejected") return id;
  const seconds = readHeader(request, "webhook-timestamp");
  if (seconds.kind === "rejected") return seconds;
  const timestamp = parseUnixSeconds(seconds.value);
  if (timestamp.kind === "rejected") return timestamp;

  const entries = header.value.split(/ +/);
  if (tooManySignatures(entries.length)) return TOO_MANY_SIGNATURES;
  if (!entries.every((entry) => /^[a-z0-9]+,./.test(entry))) {
    return reject("malformed_header", "webhook-signature is not a list of version,signature.");
  }
  const signatures = entries.filter((entry) => entry.startsWith("v1,")).map((entry) => entry.slice(3));
  if (signatures.length === 0) {
    return reject("no_supported_scheme", "webhook-signature holds no v1 signature.");
  }
  const given = signatures.map(decodeBase64).filter((signature) => signature !== null);
  if (given.length === 0) return reject("malformed_signature", "No v1 signature is base64.");
  const content = [`${id.value}.${seconds.value}.`, request.body];
  const compared = compareSignatures(
    keys.map((key) => hmac("sha256", key, content)),
    given,
  );
  if (compared.kind !== "verified") return compared;
  return checkTolerance(timestamp.value, { now, toleranceMs });
}

/** GitLab makes and takes 32 bytes only; shorter ones would be guessable. */
function readSigningToken(secret: string): Uint8Array | null {
  const text = secret.trim();
  const key = text.startsWith("whsec_") ? decodeBase64(text.slice("whsec_".length)) : null;
  return key?.length === 32 ? key : null;
}

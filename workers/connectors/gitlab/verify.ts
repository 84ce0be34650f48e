import type { Verification, VerifyInput } from "#domain/ingress/connector";
import { reject } from "../primitives/checked.ts";
import { decodeBase64 } from "../primitives/encodings.ts";
import { readHeader } from "../primitives/headers.ts";
import { requireSecrets } from "../primitives/secrets.ts";
import { compareToken } from "../primitives/shared-token.ts";
import { verifyStandardWebhooks } from "../standard-webhooks/verify.ts";

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

/** A signing token signs as Standard Webhooks do: HMAC-SHA256 of `<webhook-id>.<webhook-timestamp>.<body>`. */
function verifySignature(input: VerifyInput): Verification {
  const usable = requireSecrets(input.secrets);
  if (usable.kind === "rejected") return usable;
  const secrets = usable.value.filter(isSigningToken);
  if (secrets.length === 0) {
    return reject(
      "no_secret_configured",
      "The secret is no signing token (whsec_…). Is it a secret token? Then set the scheme to token.",
    );
  }
  return verifyStandardWebhooks({ ...input, secrets, settings: {} });
}

/** GitLab makes and takes keys of 32 bytes only. */
function isSigningToken(secret: string): boolean {
  const text = secret.trim();
  return text.startsWith("whsec_") && decodeBase64(text.slice("whsec_".length))?.length === 32;
}

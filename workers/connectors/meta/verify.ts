import type { Verification, VerifyInput } from "#domain/ingress/connector";
import { reject } from "../primitives/checked.ts";
import { requireSecrets } from "../primitives/secrets.ts";
import { compareToken } from "../primitives/shared-token.ts";
import { verifySignedHeader } from "../primitives/signed-header.ts";

/** `X-Hub-Signature-256: sha256=<hex>`, the HMAC-SHA256 of the body with the app secret. */
const SCHEME = {
  header: "X-Hub-Signature-256",
  prefix: "sha256=",
  algorithm: "sha256",
  encoding: "hex",
} as const;

/** Meta's are numbers. What is echoed must not become a page of anybody's. */
const CHALLENGE = /^[A-Za-z0-9_-]{1,256}$/;

export function verifyMeta(input: VerifyInput): Verification {
  return input.request.method === "GET" ? answerSubscription(input) : verifySignedHeader(input, SCHEME);
}

/** When the address is saved, Meta asks by GET and proves itself with the verify token that the operator gave it. */
function answerSubscription({ request, settings }: VerifyInput): Verification {
  const tokens = requireSecrets([settings.verifyToken ?? ""]);
  if (tokens.kind === "rejected") {
    return reject(
      "no_secret_configured",
      "The source has no verify token, so Meta's question cannot be told from anybody's.",
    );
  }
  const query = new URL(request.url).searchParams;
  const given = query.get("hub.verify_token") ?? "";
  if (given === "") return reject("missing_signature_header", "The query has no hub.verify_token.");
  const compared = compareToken(
    tokens.value.map((token) => token.trim()),
    given,
  );
  if (compared.kind !== "verified") return compared;
  const challenge = query.get("hub.challenge") ?? "";
  if (query.get("hub.mode") !== "subscribe" || !CHALLENGE.test(challenge)) {
    return reject("malformed_body", "The query is no subscription: hub.mode or hub.challenge.");
  }
  return { kind: "challenge", status: 200, contentType: "text/plain", body: challenge };
}
